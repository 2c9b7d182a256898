using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Reads cases: a JSON array of objects with <c>group</c>, <c>name</c>, <c>definition</c>, <c>input</c>, <c>tasks</c>
/// (<c>{"State": [{"output": …}, {"error": …, "cause": …}]}</c>), <c>expect</c> (<c>status</c> with <c>output</c>, or
/// with <c>error</c> and <c>cause</c>) and <c>events</c> (types in order, or null).
/// </summary>
public static class TestCaseFile
{
    /// <exception cref="FormatException">The text is not such an array. The message names the case and the problem.</exception>
    public static IReadOnlyList<TestCase> Read(string json)
    {
        return Parse(json) is JsonArray list
            ? [.. list.Select(ReadCase)]
            : throw new FormatException("The case file must be a JSON array of cases.");
    }

    /// <summary>Reads the <c>tasks</c> of a case from a separate file.</summary>
    /// <exception cref="FormatException">The text does not have the expected form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadResponses(string json)
    {
        try
        {
            return Parse(json) is JsonObject tasks
                ? ReadTasks(tasks)
                : throw new FormatException("Answers must be a JSON object: {\"State\": [{\"output\": …}, {\"error\": …, \"cause\": …}]}.");
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Answers must have the form {{\"State\": [{{\"output\": …}}]}}: {exception.Message}", exception);
        }
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonText.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The file is not JSON: {exception.Message}", exception);
        }
    }

    private static TestCase ReadCase(JsonNode? node, int index)
    {
        try
        {
            var fields = node as JsonObject ?? throw new FormatException($"Case {index} is not an object.");
            var expect = fields["expect"] as JsonObject
                ?? throw new FormatException($"Case {index} ({ReadText(fields["name"]) ?? "without a name"}) has no object \"expect\".");
            return new TestCase(
                ReadText(fields["group"]) ?? "",
                ReadText(fields["name"]) ?? $"case {index}",
                fields["definition"],
                fields["input"],
                ReadTasks(fields["tasks"] as JsonObject ?? []),
                new ExpectedResult(ReadText(expect["status"])!, expect["output"], ReadText(expect["error"]), expect["cause"]),
                fields["events"] is JsonArray events ? [.. events.Select(type => ReadText(type)!)] : null);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Case {index} of the file does not have the expected form: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, IReadOnlyList<CannedResponse>> ReadTasks(JsonObject tasks) => tasks.ToDictionary(
        task => task.Key,
        task => (IReadOnlyList<CannedResponse>)[.. task.Value!.AsArray().Select(response => ReadResponse(response!.AsObject()))]);

    private static CannedResponse ReadResponse(JsonObject response) => new(
        response["output"],
        ReadText(response["error"]),
        response["cause"] is null or JsonValue ? ReadText(response["cause"]) : JsonText.Write(response["cause"]));

    private static string? ReadText(JsonNode? node) => node?.GetValue<string>();
}
