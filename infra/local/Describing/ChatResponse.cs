using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Describing;

namespace Pipeline.Local.Describing;

/// <summary>
/// Reads answers: the input of the tool, or the JSON that a model wrote into its message instead of calling the tool. What it says is checked by
/// <see cref="DescriptionReader"/>.
/// </summary>
internal static class ChatResponse
{
    /// <param name="body">The response.</param>
    /// <param name="settings">What was asked.</param>
    /// <returns>The answer; null if the response is not that of a chat completion.</returns>
    public static ModelResponse? Read(ReadOnlySpan<byte> body, DescriptionSettings settings)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject response || (response["choices"] as JsonArray)?.FirstOrDefault() is not JsonObject choice)
            {
                return null;
            }

            var (input, output) = (ReadCount(response, "prompt_tokens"), ReadCount(response, "completion_tokens"));
            var json = choice["message"] is JsonObject message ? FindToolInput(message) ?? FindObject(GetText(message["content"])) : null;
            return new(json, input, output, json is null ? Explain(choice, settings) : null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Not JSON, or an object that has a name twice.
            return null;
        }
    }

    /// <summary>The message of an error response, in the forms that services have; null if there is none.</summary>
    public static string? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject response
                ? GetText(response["error"]) ?? GetText((response["error"] as JsonObject)?["message"]) ?? GetText(response["message"]) ?? GetText(response["detail"])
                : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? FindToolInput(JsonObject message) => (message["tool_calls"] as JsonArray)?
        .Select(call => (call as JsonObject)?["function"] as JsonObject)
        .Where(function => GetText(function?["name"]) == DescriptionPrompt.ToolName)
        .Select(function => GetText(function!["arguments"]) ?? (function["arguments"] as JsonObject)?.ToJsonString())
        .FirstOrDefault();

    /// <summary>The JSON object in a text, which may stand in a block of code, or behind what a model thought aloud.</summary>
    private static string? FindObject(string? content)
    {
        if (content is null)
        {
            return null;
        }

        const string thought = "</think>";
        var text = content.LastIndexOf(thought, StringComparison.Ordinal) is var end && end >= 0 ? content[(end + thought.Length)..] : content;
        var (first, last) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (first < 0 || last < first)
        {
            return null;
        }

        try
        {
            // Models without tools write the call itself.
            var found = JsonNode.Parse(text[first..(last + 1)]) as JsonObject;
            var input = found is not null && GetText(found["name"]) == DescriptionPrompt.ToolName
                ? found["arguments"] as JsonObject ?? found["parameters"] as JsonObject
                : found;
            return input?.ContainsKey("altText") == true ? input.ToJsonString() : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Explain(JsonObject choice, DescriptionSettings settings) => GetText(choice["finish_reason"]) switch
    {
        "length" => $"the answer of {settings.Model} was cut off at {settings.MaxTokens} tokens; allow more with --describe-max-tokens",
        "content_filter" => $"the service of {settings.Model} filtered the answer",
        _ when GetText((choice["message"] as JsonObject)?["refusal"]) is { Length: > 0 } refusal => $"{settings.Model} refused: {ModelText.Clean(refusal, 200)}",
        _ => $"{settings.Model} neither called the tool nor answered with JSON of its schema; choose a model with vision and tools",
    };

    private static long ReadCount(JsonObject response, string name) =>
        (response["usage"] as JsonObject)?[name] is JsonValue value && value.TryGetValue<long>(out var count) && count >= 0 ? count : 0;

    private static string? GetText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
