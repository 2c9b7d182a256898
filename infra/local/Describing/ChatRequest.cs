using System.Text.Json.Nodes;
using Pipeline.Core.Describing;

namespace Pipeline.Local.Describing;

/// <summary>What a service can do, as far as its errors have told.</summary>
/// <param name="HasTools">Whether the model can call tools; without them, it is asked for JSON of the schema.</param>
/// <param name="HasFormat">Whether the service can hold the model to a schema without tools.</param>
/// <param name="HasMaxTokens">Whether it knows <c>max_tokens</c>; newer ones know <c>max_completion_tokens</c>.</param>
internal sealed record ChatAbilities(bool HasTools = true, bool HasFormat = true, bool HasMaxTokens = true);

/// <summary>
/// Writes requests. Source: OpenAI API reference, "Create chat completion"; Ollama and others implement it.
/// </summary>
internal static class ChatRequest
{
    /// <param name="jpeg">The picture.</param>
    /// <param name="settings">What to ask.</param>
    /// <param name="abilities">What the service can do.</param>
    public static JsonObject Create(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, ChatAbilities abilities)
    {
        var schema = DescriptionPrompt.CreateSchema(settings);
        var instructions = DescriptionPrompt.CreateInstructions(settings);
        var request = new JsonObject
        {
            ["model"] = settings.Model,
            ["messages"] = new JsonArray(
                new JsonObject
                {
                    ["role"] = "system",
                    ["content"] = abilities.HasTools ? instructions : $"{instructions} You have no tool: respond with its input as one JSON object of this schema and nothing else: {schema.ToJsonString()}",
                },
                new JsonObject
                {
                    ["role"] = "user",
                    ["content"] = new JsonArray(
                        new JsonObject { ["type"] = "text", ["text"] = "The picture:" },
                        new JsonObject
                        {
                            ["type"] = "image_url",
                            ["image_url"] = new JsonObject { ["url"] = $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg.Span)}" },
                        }),
                }),
            [abilities.HasMaxTokens ? "max_tokens" : "max_completion_tokens"] = settings.MaxTokens,
            ["stream"] = false,
        };
        if (settings.Temperature is { } temperature)
        {
            request["temperature"] = temperature;
        }
        else if (settings.TopP is { } topP)
        {
            request["top_p"] = topP;
        }

        if (abilities.HasTools)
        {
            request["tools"] = new JsonArray(new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject
                {
                    ["name"] = DescriptionPrompt.ToolName, ["description"] = DescriptionPrompt.ToolDescription, ["parameters"] = schema,
                },
            });
            request["tool_choice"] = new JsonObject
            {
                ["type"] = "function", ["function"] = new JsonObject { ["name"] = DescriptionPrompt.ToolName },
            };
        }
        else if (abilities.HasFormat)
        {
            request["response_format"] = new JsonObject
            {
                ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = DescriptionPrompt.ToolName, ["schema"] = schema },
            };
        }

        return request;
    }

    /// <summary>What to leave out of the next request after one was refused; null if the refusal is about something else.</summary>
    /// <param name="abilities">What the refused request relied on.</param>
    /// <param name="message">The service's message.</param>
    public static ChatAbilities? Reduce(ChatAbilities abilities, string message) =>
        abilities.HasMaxTokens && message.Contains("max_completion_tokens", StringComparison.OrdinalIgnoreCase) ? abilities with { HasMaxTokens = false }
        : abilities.HasTools && message.Contains("tool", StringComparison.OrdinalIgnoreCase) ? abilities with { HasTools = false }
        : abilities is { HasTools: false, HasFormat: true } && message.Contains("response_format", StringComparison.OrdinalIgnoreCase) ? abilities with { HasFormat = false }
        : null;
}
