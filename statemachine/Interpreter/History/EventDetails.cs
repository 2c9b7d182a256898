using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.History;

/// <summary>Creates and reads the details of history events in the shape of GetExecutionHistory.</summary>
internal static class EventDetails
{
    private static readonly JsonElement NotTruncated = JsonElement.Parse("""{"truncated":false}""");

    public static JsonObject CreateStarted(Payload input, string roleArn) => new()
    {
        ["input"] = input.Text,
        ["inputDetails"] = CreateNotTruncated(),
        ["roleArn"] = roleArn,
    };

    public static JsonObject CreateEntered(string name, Payload input) => new()
    {
        ["name"] = name,
        ["input"] = input.Text,
        ["inputDetails"] = CreateNotTruncated(),
    };

    public static JsonObject CreateExited(string name, Payload output, JsonObject? assigned)
    {
        var details = new JsonObject { ["name"] = name, ["output"] = output.Text, ["outputDetails"] = CreateNotTruncated() };
        if (assigned is { Count: > 0 })
        {
            details["assignedVariables"] = new JsonObject(assigned
                .Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(JsonText.Write(variable.Value)))));
            details["assignedVariablesDetails"] = CreateNotTruncated();
        }

        return details;
    }

    public static JsonObject CreateOutput(Payload output) => new() { ["output"] = output.Text, ["outputDetails"] = CreateNotTruncated() };

    public static JsonObject CreateError(string? error, string? cause)
    {
        var details = new JsonObject();
        if (error is not null)
        {
            details["error"] = error;
        }

        if (cause is not null)
        {
            details["cause"] = cause;
        }

        return details;
    }

    public static JsonObject CreateIteration(string map, int index) => new() { ["name"] = map, ["index"] = index };

    public static Payload? ReadOutput(HistoryEvent historyEvent) => Payload.Parse(historyEvent.Details!["output"]!.GetValue<string>());

    public static string? ReadName(HistoryEvent historyEvent) => historyEvent.Details?["name"]?.GetValue<string>();

    public static int? ReadIndex(HistoryEvent historyEvent) => historyEvent.Details?["index"]?.GetValue<int>();

    /// <summary>Text of the member <c>name</c> of a state's input, which the definition may put there for people; null if there is none.</summary>
    public static string? ReadInputName(HistoryEvent historyEvent)
    {
        if (historyEvent.Details?["input"]?.GetValue<string>() is not { Length: > 0 } input || input[0] != '{')
        {
            return null;
        }

        // Stops at the member: inputs can be large.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(input));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    public static string? ReadError(HistoryEvent historyEvent) => historyEvent.Details?["error"]?.GetValue<string>();

    public static string? ReadCause(HistoryEvent historyEvent) => historyEvent.Details?["cause"]?.GetValue<string>();

    // The objects share one JsonElement: nothing is allocated for its content until it is read or changed.
    private static JsonObject CreateNotTruncated() => JsonObject.Create(NotTruncated)!;
}
