using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Testing.Hosts;

/// <summary>A service that speaks OpenAI's protocol, on a free loopback port. It answers what tests script.</summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    public const string Harmless = """{"altText":"A red fox on snow","language":"en","labels":["fox","snow"],"moderation":[]}""";

    public const string Violent = """{"altText":"Two knights fight","language":"en","labels":["knights"],"moderation":[{"category":"violence","confidence":0.9}]}""";

    private readonly ConcurrentQueue<JsonObject> _requests = [];
    private readonly ConcurrentQueue<string> _keys = [];
    private ServedEndpoints _served = null!;

    /// <summary>Address of the service, without a path.</summary>
    public string Address => _served.Address;

    /// <summary>Input of the tool in each answer that is not in <see cref="Responses"/>.</summary>
    public string Answer { get; set; } = Harmless;

    /// <summary>Responses to give first: status, body and redirect.</summary>
    public ConcurrentQueue<(int Status, string Body, string? Location)> Responses { get; } = [];

    /// <summary>What to wait for before each answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The bodies of all requests, in order.</summary>
    public IReadOnlyList<JsonObject> Requests => [.. _requests];

    /// <summary>The header <c>Authorization</c> of all requests.</summary>
    public IReadOnlyList<string> Keys => [.. _keys];

    public static async Task<ScriptedModel> StartAsync()
    {
        var model = new ScriptedModel();
        model._served = await ServedEndpoints.StartAsync(app => app.Map("/{**path}", model.RespondAsync));
        return model;
    }

    /// <summary>A response that calls a tool.</summary>
    public static string Call(string arguments, string tool = "describe_image") => Complete(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject
        {
            ["id"] = "call_1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments },
        }),
    });

    /// <summary>A response with text.</summary>
    public static string Say(string content, string finish = "stop") => Complete(new JsonObject { ["role"] = "assistant", ["content"] = content }, finish);

    public void Respond(int status, string body, string? location = null) => Responses.Enqueue((status, body, location));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private static string Complete(JsonObject message, string finish = "tool_calls") => new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 900, ["completion_tokens"] = 60 },
    }.ToJsonString();

    private async Task RespondAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Path != "/v1/chat/completions")
        {
            context.Response.StatusCode = 404;
            return;
        }

        _requests.Enqueue(JsonNode.Parse(body)!.AsObject());
        _keys.Enqueue(context.Request.Headers.Authorization.ToString());
        await Gate.WaitAsync(context.RequestAborted);
        var (status, text, location) = Responses.TryDequeue(out var scripted) ? scripted : (200, Call(Answer), null);
        context.Response.StatusCode = status;
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        await context.Response.WriteAsync(text);
    }
}
