using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Aws.Calls;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Aws.Calls;

/// <summary>
/// A service of AWS's JSON protocol that computes the signature of every call again, from the specification, and refuses wrong ones.
/// Source: IAM User Guide, "Create a signed AWS API request".
/// </summary>
internal sealed partial class SignedCallServer : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

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
        if (!IsSigned(context.Request, body))
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

    private bool IsSigned(HttpRequest request, byte[] body)
    {
        var match = Authorization().Match(request.Headers.Authorization.ToString());
        if (!match.Success || match.Groups["key"].Value != AccessKey || match.Groups["service"].Value != _service.Name || request.ContentType != _service.MediaType)
        {
            return false;
        }

        var (date, scope, signed) = (match.Groups["date"].Value, match.Groups["scope"].Value, match.Groups["signed"].Value);
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{(name == "host" ? request.Host.Value : request.Headers[name].ToString())}\n"));
        var canonical = $"POST\n/\n\n{headers}\n{signed}\n{Hash(body)}";
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{date}/{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (var part in scope.Split('/').Prepend(date))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string[] required = ["host", "x-amz-date", "x-amz-target"];
        return required.All(signed.Split(';').Contains)
            && Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) == match.Groups["signature"].Value;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<date>[0-9]{8})/(?<scope>eu-central-1/(?<service>[a-z]+)/aws4_request), SignedHeaders=(?<signed>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
