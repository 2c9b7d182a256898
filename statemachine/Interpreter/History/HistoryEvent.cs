using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.History;

/// <summary>An event of an execution's history, as in GetExecutionHistory.</summary>
/// <param name="Id">1, 2, 3, … in the order of the events.</param>
/// <param name="PreviousEventId">The event that led to this one, in its own branch or iteration; 0 if there is none.</param>
/// <param name="Type">One of <see cref="EventTypes"/>, or a state's type with <c>StateEntered</c>, <c>StateExited</c> or <c>StateAborted</c>.</param>
/// <param name="Details">
/// The content of <see cref="DetailsName"/>; null if AWS has none. If the definition alone does not determine the next
/// state (after a Choice or a Catch), the exit also has <c>nextState</c>, for resuming. <see cref="ToAwsJson"/> omits it.
/// </param>
public sealed record HistoryEvent(long Id, long PreviousEventId, DateTimeOffset Timestamp, string Type, JsonObject? Details)
{
    internal const string NextState = "nextState";

    /// <summary>The name of AWS's property for the details, such as <c>stateEnteredEventDetails</c>; null without details.</summary>
    public string? DetailsName => Details is null ? null : DetailsNameFor(Type);

    /// <summary>Converts the event to the JSON that <c>aws stepfunctions get-execution-history</c> prints.</summary>
    public JsonObject ToAwsJson()
    {
        var json = new JsonObject
        {
            ["timestamp"] = FormatTimestamp(Timestamp),
            ["type"] = Type,
            ["id"] = Id,
            ["previousEventId"] = PreviousEventId,
        };
        if (DetailsName is { } name)
        {
            var details = (JsonObject)Details!.DeepClone();
            details.Remove(NextState);
            json[name] = details;
        }

        return json;
    }

    /// <summary>Reads an event that <see cref="ToAwsJson"/> or the AWS CLI wrote.</summary>
    /// <exception cref="FormatException">The object is not a history event.</exception>
    public static HistoryEvent FromAwsJson(JsonObject json)
    {
        try
        {
            var type = json["type"]!.GetValue<string>();
            return new HistoryEvent(
                json["id"]!.GetValue<long>(),
                json["previousEventId"]?.GetValue<long>() ?? 0,
                DateTimeOffset.Parse(json["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                type,
                json[DetailsNameFor(type)]?.DeepClone() as JsonObject);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"This JSON is not a history event: {json.ToJsonString()}", exception);
        }
    }

    private static string DetailsNameFor(string type) =>
        type.EndsWith("StateEntered", StringComparison.Ordinal) ? "stateEnteredEventDetails"
        : type.EndsWith("StateExited", StringComparison.Ordinal) ? "stateExitedEventDetails"
        : $"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails";

    // The AWS CLI prints timestamps with Python's isoformat, which omits a fraction of 0.
    private static string FormatTimestamp(DateTimeOffset timestamp) => timestamp.ToUniversalTime().ToString(
        timestamp.UtcTicks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'",
        CultureInfo.InvariantCulture);
}
