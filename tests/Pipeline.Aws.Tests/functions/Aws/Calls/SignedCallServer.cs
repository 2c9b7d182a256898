using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Aws.Calls;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Aws.Calls;

/// <summary>
/// A service of AWS's JSON protocol that computes the signature of every call again, from the specification, and refuses wrong ones.
/// </summary>
internal sealed class SignedCallServer : IAsyncDisposable
{
    public const string AccessKey = ReceivedSignature.AccessKey;
    public const string SecretKey = ReceivedSignature.SecretKey;

    private readonly List<(string Operation, JsonObject Request)> _calls = [];
    private readonly AwsJsonService _service;
    private ServedEndpoints _served = null!;

    private SignedCallServer(AwsJsonService service) => _service = service;

    /// <summary>The service, at this server's address.</summary>
    public AwsJsonService Service => _service with { Endpoint = new(_served.Address) };

    /// <summary>Body of calls that succeed.</summary>
    public string Body { get; set; } = """{"State":"STARTING"}""";

    /// <summary>Answers to give before calls succeed: status and body.</summary>
    public Queue<(int Status, string Body)> Failures { get; } = new();

    public IReadOnlyList<(string Operation, JsonObject Request)> Calls => _calls;

    /// <summary>Session token of the last call; null if it had none.</summary>
    public string? Token { get; private set; }

    /// <param name="service">The service to be; null for EventBridge.</param>
    public static async Task<SignedCallServer> StartAsync(AwsJsonService? service = null)
    {
        var server = new SignedCallServer(service ?? AwsJsonService.EventBridge);
        server._served = await ServedEndpoints.StartAsync(app => app.MapPost("/", server.AnswerAsync));
        return server;
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        var body = content.ToArray();
        if (!ReceivedSignature.IsValid(context.Request, body, _service.Name, _service.MediaType, "x-amz-target"))
        {
            await WriteAsync(context, 403, """{"__type":"InvalidSignatureException","message":"The signature does not match."}""");
            return;
        }

        Token = context.Request.Headers["x-amz-security-token"].FirstOrDefault();
        lock (_calls)
        {
            _calls.Add((context.Request.Headers["x-amz-target"].ToString(), JsonNode.Parse(body)!.AsObject()));
        }

        var (status, answer) = Failures.TryDequeue(out var failure) ? failure : (200, Body);
        await WriteAsync(context, status, answer);
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }
}
