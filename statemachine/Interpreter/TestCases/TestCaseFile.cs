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
    private static readonly string[] CaseMembers = ["group", "name", "definition", "input", "tasks", "expect", "events"];
    private static readonly string[] ExpectMembers = ["status", "output", "error", "cause"];
    private static readonly string[] ResponseMembers = ["output", "error", "cause"];
    private static readonly string[] Statuses = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

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
                ? ReadTasks(tasks, "Answers")
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
            var name = ReadText(fields["name"]) ?? $"case {index}";
            RefuseUnknown(fields, $"Case {index} ({name})", CaseMembers);
            var expect = fields["expect"] as JsonObject ?? throw new FormatException($"Case {index} ({name}) has no object \"expect\".");
            return new TestCase(
                ReadText(fields["group"]) ?? "",
                name,
                fields["definition"],
                fields["input"],
                ReadTasks(fields["tasks"] as JsonObject ?? [], $"Case {index} ({name})"),
                ReadExpectedResult(expect, $"Case {index} ({name})"),
                fields["events"] is JsonArray events ? [.. events.Select(type => ReadText(type)!)] : null);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Case {index} of the file does not have the expected form: {exception.Message}", exception);
        }
    }

    private static ExpectedResult ReadExpectedResult(JsonObject expect, string place)
    {
        RefuseUnknown(expect, $"{place}, expect", ExpectMembers);
        var status = ReadText(expect["status"]) ?? throw new FormatException($"{place}, expect: \"status\" is missing.");
        if (!Statuses.Contains(status))
        {
            throw new FormatException($"{place}, expect: '{status}' is not a status; use {string.Join(", ", Statuses)}.");
        }

        var hasOutput = expect.ContainsKey("output");
        return hasOutput && status != Statuses[0]
            ? throw new FormatException($"{place}, expect: an execution that ends as {status} has no output.")
            : new ExpectedResult(status, expect["output"], ReadText(expect["error"]), expect["cause"]) { HasOutput = hasOutput };
    }

    private static Dictionary<string, IReadOnlyList<CannedResponse>> ReadTasks(JsonObject tasks, string place) => tasks.ToDictionary(
        task => task.Key,
        task => (IReadOnlyList<CannedResponse>)[.. task.Value!.AsArray().Select(response => ReadResponse(response!.AsObject(), $"{place}, task '{task.Key}'"))]);

    /// <summary>A response with the member <c>error</c> or <c>cause</c> is a failure, even if both are null.</summary>
    private static CannedResponse ReadResponse(JsonObject response, string place)
    {
        RefuseUnknown(response, place, ResponseMembers);
        var isFailure = response.ContainsKey("error") || response.ContainsKey("cause");
        if (isFailure == response.ContainsKey("output"))
        {
            throw new FormatException($"{place}: a response has either an output or an error and a cause.");
        }

        return new(
            response["output"],
            ReadText(response["error"]),
            response["cause"] is null or JsonValue ? ReadText(response["cause"]) : JsonText.Write(response["cause"])) { IsFailure = isFailure };
    }

    private static void RefuseUnknown(JsonObject fields, string place, string[] known)
    {
        if (fields.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
        {
            throw new FormatException($"{place}: '{unknown}' is unknown; the members are {string.Join(", ", known)}.");
        }
    }

    private static string? ReadText(JsonNode? node) => node?.GetValue<string>();
}
