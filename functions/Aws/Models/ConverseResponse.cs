using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Describing;

namespace Pipeline.Aws.Models;

/// <summary>Reads responses of Bedrock's Converse API.</summary>
internal static class ConverseResponse
{
    /// <param name="response">The response.</param>
    /// <param name="settings">What was asked.</param>
    public static ModelResponse Read(JsonObject response, DescriptionSettings settings)
    {
        var usage = response["usage"];
        var (inputTokens, outputTokens) = (ReadCount(usage?["inputTokens"]), ReadCount(usage?["outputTokens"]));
        var reason = response["stopReason"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "no reason";
        // A call that was cut off has no whole input.
        var input = reason == "max_tokens" ? null : FindInput(response);
        return input is null
            ? new(null, inputTokens, outputTokens, Explain(reason, settings))
            : new(input.ToJsonString(), inputTokens, outputTokens);
    }

    /// <summary>What the model filled the schema with; null if it did not call the tool.</summary>
    private static JsonNode? FindInput(JsonObject response) =>
        response["output"]?["message"]?["content"] is JsonArray blocks
            ? blocks.Select(block => block?["toolUse"]).FirstOrDefault(call => (string?)call?["name"] == DescriptionPrompt.ToolName)?["input"]
            : null;

    private static string Explain(string reason, DescriptionSettings settings) => reason switch
    {
        "max_tokens" => string.Create(CultureInfo.InvariantCulture, $"the answer of {settings.Model} was cut off after {settings.MaxTokens:N0} tokens; raise describeMaxTokens"),
        "guardrail_intervened" => $"a guardrail stopped {settings.Model}",
        "content_filtered" => $"the content filter of {settings.Model} removed the answer",
        "refusal" => $"{settings.Model} refused to answer",
        _ => $"{settings.Model} did not fill the schema and ended with {reason}",
    };

    private static long ReadCount(JsonNode? count) => count is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;
}
