using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Tests.Aws.Calls;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Aws.Models;

/// <summary>Bedrock's Converse API with answers in the form that Bedrock was recorded with. It refuses calls that are not signed for it.</summary>
internal sealed class ScriptedBedrock : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly List<(string Model, JsonObject Request)> _calls = [];
    private ServedEndpoints _served = null!;

    /// <summary>What to answer: to the first call the first one, and so on; the last one to all others.</summary>
    public List<(int Status, string? Error, string Body)> Answers { get; } = [(200, null, Describe("A red bicycle leans against a wall"))];

    public IReadOnlyList<(string Model, JsonObject Request)> Calls => _calls;

    public static async Task<ScriptedBedrock> StartAsync()
    {
        var bedrock = new ScriptedBedrock();
        bedrock._served = await ServedEndpoints.StartAsync(app => app.MapPost("/model/{model}/converse", bedrock.AnswerAsync));
        return bedrock;
    }

    /// <summary>The adapter, with this server as Bedrock.</summary>
    public BedrockVisionModel CreateModel(string secretKey = ReceivedSignature.SecretKey) => new(
        _http, RegionEndpoint.EUCentral1, new BasicAWSCredentials(ReceivedSignature.AccessKey, secretKey), TimeProvider.System,
        AwsRestService.BedrockRuntime with { Endpoint = new(_served.Address) });

    /// <summary>Answers every further call in this way.</summary>
    public void Answer(string body) => Answer(200, null, body);

    /// <inheritdoc cref="Answer(string)"/>
    public void Answer(int status, string? error, string body)
    {
        Answers.Clear();
        Answers.Add((status, error, body));
    }

    /// <summary>An answer that describes a picture.</summary>
    /// <param name="altText">The text.</param>
    /// <param name="findings">What is objectionable, with its confidence.</param>
    public static string Describe(string altText, params (string Category, double Confidence)[] findings)
    {
        var moderation = new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject { ["category"] = finding.Category, ["confidence"] = finding.Confidence })]);
        var input = new JsonObject { ["altText"] = altText, ["language"] = "en", ["labels"] = new JsonArray("bicycle", "wall"), ["moderation"] = moderation };
        return $$$"""
            {
              "metrics": {"latencyMs": 1362},
              "output": {"message": {"role": "assistant", "content": [
                {"text": "<thinking>I describe the picture.</thinking>\n"},
                {"toolUse": {"toolUseId": "tooluse_kZJMlvQmRJ6eAyJE5GIl7Q", "name": "describe_image", "input": {{{input.ToJsonString()}}} } }
              ]}},
              "stopReason": "tool_use",
              "usage": {"inputTokens": 1482, "outputTokens": 96, "totalTokens": 1578}
            }
            """;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _served.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        var body = content.ToArray();
        var (status, error, text) = (403, (string?)"InvalidSignatureException", """{"message":"The signature does not match."}""");
        if (ReceivedSignature.IsValid(context.Request, body, "bedrock", "application/json"))
        {
            lock (_calls)
            {
                _calls.Add((Uri.UnescapeDataString((string)context.Request.RouteValues["model"]!), JsonNode.Parse(body)!.AsObject()));
                (status, error, text) = Answers[Math.Min(_calls.Count, Answers.Count) - 1];
            }
        }

        context.Response.StatusCode = status;
        if (error is not null)
        {
            context.Response.Headers["x-amzn-ErrorType"] = $"{error}:http://internal.amazon.com/coral/com.amazon.bedrock/";
        }

        await context.Response.WriteAsync(text);
    }
}
