using System.Text.Json.Nodes;
using Pipeline.Core.Describing;

namespace Pipeline.Aws.Models;

/// <summary>Creates requests of Bedrock's Converse API.</summary>
internal static class ConverseRequest
{
    /// <param name="jpeg">The picture.</param>
    /// <param name="settings">What to ask.</param>
    public static JsonObject Create(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings) => new()
    {
        ["system"] = new JsonArray(new JsonObject { ["text"] = DescriptionPrompt.CreateInstructions(settings) }),
        ["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(
                new JsonObject
                {
                    ["image"] = new JsonObject { ["format"] = "jpeg", ["source"] = new JsonObject { ["bytes"] = Convert.ToBase64String(jpeg.Span) } },
                },
                // A message needs text besides the image.
                new JsonObject { ["text"] = "Describe this picture." }),
        }),
        ["inferenceConfig"] = CreateInference(settings),
        ["toolConfig"] = new JsonObject
        {
            ["tools"] = new JsonArray(new JsonObject
            {
                ["toolSpec"] = new JsonObject
                {
                    ["name"] = DescriptionPrompt.ToolName,
                    ["description"] = DescriptionPrompt.ToolDescription,
                    ["inputSchema"] = new JsonObject { ["json"] = CreateSchema(settings) },
                },
            }),
            ["toolChoice"] = new JsonObject { ["tool"] = new JsonObject { ["name"] = DescriptionPrompt.ToolName } },
        },
    };

    private static JsonObject CreateInference(DescriptionSettings settings)
    {
        var inference = new JsonObject { ["maxTokens"] = settings.MaxTokens };
        if (settings.Temperature is { } temperature)
        {
            inference["temperature"] = temperature;
        }

        if (settings.TopP is { } topP)
        {
            inference["topP"] = topP;
        }

        return inference;
    }

    /// <summary>
    /// Amazon Nova takes nothing but <c>type</c>, <c>properties</c> and <c>required</c> at the top of a schema. What a model adds to it is not read anyway.
    /// </summary>
    private static JsonObject CreateSchema(DescriptionSettings settings)
    {
        var schema = DescriptionPrompt.CreateSchema(settings);
        schema.Remove("additionalProperties");
        return schema;
    }
}
