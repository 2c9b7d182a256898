using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads cases: a JSON array of objects with <c>group</c>, <c>name</c>, <c>definition</c>, <c>input</c>, <c>tasks</c>
/// (<c>{"State": [{"output": …}, {"error": …, "cause": …}]}</c>), <c>expect</c> (<c>status</c> with <c>output</c>, or
/// with <c>error</c> and <c>cause</c>) and <c>events</c> (types in order, or null).
/// </summary>
public static class CaseFile
{
    /// <exception cref="FormatException">The text is no such array; the message names the case and what is wrong.</exception>
    public static IReadOnlyList<Case> Read(string json)
    {
        return Parse(json) is JsonArray list
            ? [.. list.Select(ReadCase)]
            : throw new FormatException("The case file must be a JSON array of cases.");
    }

    /// <summary>Reads the <c>tasks</c> of a case from a file of their own.</summary>
    /// <exception cref="FormatException">The text is not of the form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedAnswer>> ReadAnswers(string json)
    {
        try
        {
            return Parse(json) is JsonObject tasks
                ? ReadTasks(tasks)
                : throw new FormatException("Answers must be a JSON object: {\"State\": [{\"output\": …}, {\"error\": …, \"cause\": …}]}.");
        }
        catch (Exception wrong) when (wrong is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Answers are not of the form {{\"State\": [{{\"output\": …}}]}}: {wrong.Message}", wrong);
        }
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonText.Parse(json);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The file is not JSON: {wrong.Message}", wrong);
        }
    }

    private static Case ReadCase(JsonNode? node, int index)
    {
        try
        {
            var fields = node as JsonObject ?? throw new FormatException($"Case {index} is no object.");
            var expect = fields["expect"] as JsonObject
                ?? throw new FormatException($"Case {index} ({Text(fields["name"]) ?? "without a name"}) has no object \"expect\".");
            return new Case(
                Text(fields["group"]) ?? "",
                Text(fields["name"]) ?? $"case {index}",
                fields["definition"],
                fields["input"],
                ReadTasks(fields["tasks"] as JsonObject ?? []),
                new ExpectedEnd(Text(expect["status"])!, expect["output"], Text(expect["error"]), expect["cause"]),
                fields["events"] is JsonArray events ? [.. events.Select(type => Text(type)!)] : null);
        }
        catch (Exception wrong) when (wrong is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Case {index} of the file is not of the form: {wrong.Message}", wrong);
        }
    }

    private static Dictionary<string, IReadOnlyList<CannedAnswer>> ReadTasks(JsonObject tasks) => tasks.ToDictionary(
        task => task.Key,
        task => (IReadOnlyList<CannedAnswer>)[.. task.Value!.AsArray().Select(answer => ReadAnswer(answer!.AsObject()))]);

    private static CannedAnswer ReadAnswer(JsonObject answer) => new(
        answer["output"],
        Text(answer["error"]),
        answer["cause"] is null or JsonValue ? Text(answer["cause"]) : JsonText.Write(answer["cause"]));

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
