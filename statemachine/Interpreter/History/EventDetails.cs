using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.History;

/// <summary>The details of history events, shaped as GetExecutionHistory shapes them.</summary>
internal static class EventDetails
{
    private static readonly JsonElement NotTruncated = JsonElement.Parse("""{"truncated":false}""");

    public static JsonObject Started(Payload input, string roleArn) => new()
    {
        ["input"] = input.Text,
        ["inputDetails"] = CreateNotTruncated(),
        ["roleArn"] = roleArn,
    };

    public static JsonObject Entered(string name, Payload input) => new()
    {
        ["name"] = name,
        ["input"] = input.Text,
        ["inputDetails"] = CreateNotTruncated(),
    };

    public static JsonObject Exited(string name, Payload output, JsonObject? assigned)
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

    public static JsonObject Output(Payload output) => new() { ["output"] = output.Text, ["outputDetails"] = CreateNotTruncated() };

    public static JsonObject Error(string? error, string? cause)
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

    public static JsonObject Iteration(string map, int index) => new() { ["name"] = map, ["index"] = index };

    public static Payload? OutputOf(HistoryEvent historyEvent) => Payload.Parse(historyEvent.Details!["output"]!.GetValue<string>());

    public static string? NameOf(HistoryEvent happened) => happened.Details?["name"]?.GetValue<string>();

    public static int? IndexOf(HistoryEvent happened) => happened.Details?["index"]?.GetValue<int>();

    public static string? ErrorOf(HistoryEvent historyEvent) => historyEvent.Details?["error"]?.GetValue<string>();

    public static string? CauseOf(HistoryEvent historyEvent) => historyEvent.Details?["cause"]?.GetValue<string>();

    // Shared below the object: nothing is made of it until somebody reads or changes it.
    private static JsonObject CreateNotTruncated() => JsonObject.Create(NotTruncated)!;
}
