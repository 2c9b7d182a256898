using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>The details of history events, shaped as GetExecutionHistory shapes them.</summary>
internal static class EventDetails
{
    private static readonly JsonElement NotTruncated = JsonElement.Parse("""{"truncated":false}""");

    public static JsonObject Started(Payload input, string roleArn) => new()
    {
        ["input"] = input.Text,
        ["inputDetails"] = Whole(),
        ["roleArn"] = roleArn,
    };

    public static JsonObject Entered(string name, Payload input) => new()
    {
        ["name"] = name,
        ["input"] = input.Text,
        ["inputDetails"] = Whole(),
    };

    public static JsonObject Exited(string name, Payload output, JsonObject? assigned)
    {
        var details = new JsonObject { ["name"] = name, ["output"] = output.Text, ["outputDetails"] = Whole() };
        if (assigned is { Count: > 0 })
        {
            details["assignedVariables"] = new JsonObject(assigned
                .Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(JsonText.Write(variable.Value)))));
            details["assignedVariablesDetails"] = Whole();
        }

        return details;
    }

    public static JsonObject Output(Payload output) => new() { ["output"] = output.Text, ["outputDetails"] = Whole() };

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

    public static Payload? OutputOf(HistoryEvent happened) => Payload.Parse(happened.Details!["output"]!.GetValue<string>());

    public static string? NameOf(HistoryEvent happened) => happened.Details?["name"]?.GetValue<string>();

    public static int? IndexOf(HistoryEvent happened) => happened.Details?["index"]?.GetValue<int>();

    public static string? ErrorOf(HistoryEvent happened) => happened.Details?["error"]?.GetValue<string>();

    public static string? CauseOf(HistoryEvent happened) => happened.Details?["cause"]?.GetValue<string>();

    // Shared below the object: nothing is made of it until somebody reads or changes it.
    private static JsonObject Whole() => JsonObject.Create(NotTruncated)!;
}
