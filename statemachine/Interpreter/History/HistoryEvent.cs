using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.History;

/// <summary>One event of an execution's history, as GetExecutionHistory has it.</summary>
/// <param name="Id">1, 2, 3, … in the order in which the events happened.</param>
/// <param name="PreviousEventId">The event that led to this one, in its own branch or iteration; 0 for none.</param>
/// <param name="Type">One of <see cref="EventTypes"/>, or a state's type with <c>StateEntered</c>, <c>StateExited</c> or <c>StateAborted</c>.</param>
/// <param name="Details">
/// What is under <see cref="DetailsName"/>; null where AWS has none. Exits that the definition alone does not explain
/// (of a Choice, or through a Catch) also hold <c>nextState</c>, for resuming; <see cref="ToAwsJson"/> leaves it out.
/// </param>
public sealed record HistoryEvent(long Id, long PreviousEventId, DateTimeOffset Timestamp, string Type, JsonObject? Details)
{
    internal const string NextState = "nextState";

    /// <summary>The property that AWS keeps the details in, such as <c>stateEnteredEventDetails</c>; null without details.</summary>
    public string? DetailsName => Details is null ? null : DetailsNameFor(Type);

    /// <summary>The event as <c>aws stepfunctions get-execution-history</c> prints it.</summary>
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

    /// <summary>Reads what <see cref="ToAwsJson"/> or the AWS command line wrote.</summary>
    /// <exception cref="FormatException">The object is no history event.</exception>
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
            throw new FormatException($"This is no history event: {json.ToJsonString()}", exception);
        }
    }

    private static string DetailsNameFor(string type) =>
        type.EndsWith("StateEntered", StringComparison.Ordinal) ? "stateEnteredEventDetails"
        : type.EndsWith("StateExited", StringComparison.Ordinal) ? "stateExitedEventDetails"
        : $"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails";

    // As Python's isoformat, which the AWS command line prints: no fraction when it is 0.
    private static string FormatTimestamp(DateTimeOffset timestamp) => timestamp.ToUniversalTime().ToString(
        timestamp.UtcTicks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'",
        CultureInfo.InvariantCulture);
}
