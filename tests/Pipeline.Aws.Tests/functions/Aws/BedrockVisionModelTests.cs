using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Models;
using Pipeline.Aws.Tests.Aws.Models;
using Pipeline.Core.Describing;

namespace Pipeline.Aws.Tests.Aws;

public sealed class BedrockVisionModelTests : IAsyncLifetime
{
    private static readonly DescriptionSettings Settings = new("eu.amazon.nova-lite-v1:0", ["en"], MaxTokens: 500, Temperature: 0.2);

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xD9];

    private ScriptedBedrock _bedrock = null!;

    public async Task InitializeAsync() => _bedrock = await ScriptedBedrock.StartAsync();

    public async Task DisposeAsync() => await _bedrock.DisposeAsync();

    [Fact]
    public async Task PictureAndSchemaAreSentAsConverseTakesThem()
    {
        await DescribeAsync(Settings);

        var (model, request) = Assert.Single(_bedrock.Calls);
        Assert.Equal("eu.amazon.nova-lite-v1:0", model);
        var expected = JsonNode.Parse("""
            {
              "system": [{"text": "INSTRUCTIONS"}],
              "messages": [{"role": "user", "content": [
                {"image": {"format": "jpeg", "source": {"bytes": "/9j/2Q=="}}},
                {"text": "Describe this picture."}
              ]}],
              "inferenceConfig": {"maxTokens": 500, "temperature": 0.2},
              "toolConfig": {
                "tools": [{"toolSpec": {
                  "name": "describe_image",
                  "description": "Records what the picture shows.",
                  "inputSchema": {"json": {
                    "type": "object",
                    "properties": {
                      "altText": {"type": "string", "maxLength": 250},
                      "language": {"type": "string", "enum": ["en"]},
                      "labels": {"type": "array", "items": {"type": "string", "maxLength": 40}, "maxItems": 10},
                      "moderation": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "properties": {
                            "category": {"type": "string", "enum": ["nudity", "sexual", "violence", "gore", "hate", "self-harm", "drugs", "weapons", "other"]},
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1}
                          },
                          "required": ["category", "confidence"],
                          "additionalProperties": false
                        },
                        "maxItems": 9
                      }
                    },
                    "required": ["altText", "language", "labels", "moderation"]
                  }}
                }}],
                "toolChoice": {"tool": {"name": "describe_image"}}
              }
            }
            """)!;
        expected["system"]![0]!["text"] = DescriptionPrompt.CreateInstructions(Settings);
        Assert.True(JsonNode.DeepEquals(expected, request), request.ToJsonString());
    }

    [Fact]
    public async Task InputOfTheToolIsPassedOnWithTheTokensOfTheCall()
    {
        _bedrock.Answer(ScriptedBedrock.Describe("Ein Fahrrad für 5 €", ("weapons", 0.25)));

        var answer = await DescribeAsync(Settings);

        Assert.Equal((1482L, 96L, null), (answer.InputTokens, answer.OutputTokens, answer.Refusal));
        var expected = JsonNode.Parse("""
            {"altText": "Ein Fahrrad für 5 €", "language": "en", "labels": ["bicycle", "wall"], "moderation": [{"category": "weapons", "confidence": 0.25}]}
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(answer.Json!)), answer.Json);
    }

    [Fact]
    public async Task TopPIsSentInPlaceOfTheTemperatureAndNothingIfNeitherIsSet()
    {
        await DescribeAsync(Settings with { Temperature = null, TopP = 0.9 });
        await DescribeAsync(Settings with { Temperature = null });

        Assert.Equal(
            ["""{"maxTokens":500,"topP":0.9}""", """{"maxTokens":500}"""],
            _bedrock.Calls.Select(call => call.Request["inferenceConfig"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("amazon.nova-lite-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4e5f6")]
    public async Task ModelsAndInferenceProfilesAreCalledByIdAndByArn(string model)
    {
        Assert.NotNull((await DescribeAsync(Settings with { Model = model })).Json);

        Assert.Equal(model, Assert.Single(_bedrock.Calls).Model);
    }

    [Theory]
    [InlineData("end_turn", "eu.amazon.nova-lite-v1:0 did not fill the schema and ended with end_turn")]
    [InlineData("guardrail_intervened", "a guardrail stopped eu.amazon.nova-lite-v1:0")]
    [InlineData("content_filtered", "the content filter of eu.amazon.nova-lite-v1:0 removed the answer")]
    [InlineData("refusal", "eu.amazon.nova-lite-v1:0 refused to answer")]
    [InlineData("malformed_tool_use", "eu.amazon.nova-lite-v1:0 did not fill the schema and ended with malformed_tool_use")]
    public async Task AnswerWithoutTheToolSaysWhyAndWhatItCost(string stopReason, string refusal)
    {
        _bedrock.Answer($$$"""
            {
              "output": {"message": {"role": "assistant", "content": [{"text": "I cannot help with that."}]}},
              "stopReason": "{{{stopReason}}}", "usage": {"inputTokens": 1482, "outputTokens": 8, "totalTokens": 1490}
            }
            """);

        Assert.Equal(new(null, 1482, 8, refusal), await DescribeAsync(Settings));
    }

    [Fact]
    public async Task AnswerThatWasCutOffIsNotUsed()
    {
        _bedrock.Answer(ScriptedBedrock.Describe("A red bic").Replace("\"stopReason\": \"tool_use\"", "\"stopReason\": \"max_tokens\"", StringComparison.Ordinal));

        var answer = await DescribeAsync(Settings);

        Assert.Equal((null, "the answer of eu.amazon.nova-lite-v1:0 was cut off after 500 tokens; raise describeMaxTokens"), (answer.Json, answer.Refusal));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"output": {"message": {"content": "text"}}, "stopReason": 7, "usage": {"inputTokens": "many"}}""")]
    [InlineData("""{"output": {"message": {"content": [null, {"toolUse": {"name": "another", "input": {}}}]}}, "stopReason": "tool_use"}""")]
    public async Task AnswerOfAnotherFormIsNone(string body)
    {
        _bedrock.Answer(body);

        var answer = await DescribeAsync(Settings);

        Assert.Equal((null, 0L), (answer.Json, answer.InputTokens));
        Assert.StartsWith("eu.amazon.nova-lite-v1:0 did not fill the schema", answer.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "ThrottlingException")]
    [InlineData(429, "ModelNotReadyException")]
    [InlineData(503, "ServiceUnavailableException")]
    public async Task ModelThatHasTooMuchToDoIsAskedAgainByTheStateMachine(int status, string error)
    {
        _bedrock.Answer(status, error, """{"message":"Too many requests, please wait before trying again."}""");

        var throttled = await Assert.ThrowsAsync<ModelThrottledException>(() => DescribeAsync(Settings));

        Assert.Contains("eu.amazon.nova-lite-v1:0 in eu-central-1 has too much to do", throttled.Message, StringComparison.Ordinal);
        Assert.Equal(4, _bedrock.Calls.Count);
    }

    [Fact]
    public async Task ThrottledCallThatPassesAtOnceIsNotSeen()
    {
        _bedrock.Answers.Insert(0, (429, "ThrottlingException", """{"message":"Too many requests"}"""));

        Assert.NotNull((await DescribeAsync(Settings)).Json);
        Assert.Equal(2, _bedrock.Calls.Count);
    }

    [Fact]
    public async Task DeniedAccessNamesTheModelAndWhatToDo()
    {
        _bedrock.Answer(403, "AccessDeniedException", """{"message":"You don't have access to the model with the specified model ID."}""");

        var denied = await Assert.ThrowsAsync<ModelAccessDeniedException>(() => DescribeAsync(Settings));

        Assert.Contains("does not let this pipeline call eu.amazon.nova-lite-v1:0: bedrock:Converse: You don't have access", denied.Message, StringComparison.Ordinal);
        Assert.Contains("Model access", denied.Message, StringComparison.Ordinal);
        Assert.Single(_bedrock.Calls);
    }

    [Theory]
    [InlineData(400, "ValidationException", "Invocation of model ID amazon.nova-lite-v1:0 with on-demand throughput isn\u2019t supported.")]
    [InlineData(404, "ResourceNotFoundException", "Could not resolve the foundation model from the provided model identifier.")]
    public async Task ModelThatCannotBeUsedIsNamedWithAWayOut(int status, string error, string message)
    {
        _bedrock.Answer(status, error, new JsonObject { ["message"] = message }.ToJsonString());

        var unusable = await Assert.ThrowsAsync<ModelUnusableException>(() => DescribeAsync(Settings));

        Assert.Contains(message, unusable.Message, StringComparison.Ordinal);
        Assert.Contains("describeModel", unusable.Message, StringComparison.Ordinal);
        Assert.Contains("inference profile", unusable.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/9j/2Q==", unusable.ToString(), StringComparison.Ordinal);
        Assert.Single(_bedrock.Calls);
    }

    [Fact]
    public async Task WrongKeyIsRefused()
    {
        var refused = await Assert.ThrowsAsync<AmazonServiceException>(() => _bedrock.CreateModel("another").DescribeAsync(Jpeg, Settings, CancellationToken.None));

        Assert.Equal("InvalidSignatureException", refused.ErrorCode);
        Assert.Empty(_bedrock.Calls);
    }

    [Fact]
    public void EndpointIsThatOfTheRegion() => Assert.Equal(
        "https://bedrock-runtime.eu-central-1.amazonaws.com/", AwsRestService.BedrockRuntime.FindEndpoint(RegionEndpoint.EUCentral1).AbsoluteUri);

    private Task<ModelResponse> DescribeAsync(DescriptionSettings settings) => _bedrock.CreateModel().DescribeAsync(Jpeg, settings, CancellationToken.None);
}
