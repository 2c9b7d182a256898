using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Signatures;
using Pipeline.Interpreter.Json;

namespace Pipeline.Host.StepFunctions;

/// <summary>
/// AWS JSON 1.0: the operation is in a header, request and response are JSON, errors have a type. Source: smithy.io, "AWS JSON 1.0 protocol".
/// </summary>
/// <param name="operations">Operations by name.</param>
/// <param name="signatures">Checks the signatures of requests; null if none needs one.</param>
internal sealed class StepFunctionsProtocol(IReadOnlyDictionary<string, StepFunctionsOperation> operations, SignatureCheck? signatures = null)
{
    /// <summary>Prefix of <c>X-Amz-Target</c>.</summary>
    public const string TargetPrefix = "AWSStepFunctions.";

    /// <summary>Maximum size of a request, in bytes. A definition has at most 1 MiB, but escaped in JSON it can be longer.</summary>
    private const long MaxRequestBytes = 4 << 20;

    // Relaxed escaping is safe, because a response is never part of an HTML page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        JsonObject result;
        try
        {
            result = await DispatchAsync(context);
        }
        catch (StepFunctionsException refusal)
        {
            response.StatusCode = refusal.Status;
            response.Headers["x-amzn-ErrorType"] = refusal.Type;
            result = new() { ["__type"] = refusal.Type, ["message"] = refusal.Message };
        }

        using var body = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(body, WriterOptions))
        {
            result.WriteTo(writer);
        }

        response.ContentType = "application/x-amz-json-1.0";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    private async Task<JsonObject> DispatchAsync(HttpContext context)
    {
        using var body = await ReadBodyAsync(context);
        EnsureSigned(context.Request, body);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var name = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : target;
        if (name.Length == target.Length || !operations.TryGetValue(name, out var operation))
        {
            throw new StepFunctionsException(
                "NotImplemented", $"This host does not implement the operation '{name}'; it implements {string.Join(", ", operations.Keys.Order(StringComparer.Ordinal))}. {StepFunctionsException.OwnStateMachines}");
        }

        return await operation(Parse(body), context.RequestAborted);
    }

    private void EnsureSigned(HttpRequest request, MemoryStream body)
    {
        try
        {
            signatures?.Verify(request, body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (SignatureException refusal)
        {
            throw StepFunctionsException.Refused(refusal);
        }
    }

    private static JsonObject Parse(MemoryStream body)
    {
        try
        {
            JsonCharacters.EnsureValid(body.GetBuffer().AsSpan(0, (int)body.Length));
            return JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new StepFunctionsException("SerializationException", "The request is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new StepFunctionsException("SerializationException", $"The request is not JSON: {exception.Message}");
        }
    }

    // Counted here rather than by the server, which would close the connection without a response that clients can read.
    private static async Task<MemoryStream> ReadBodyAsync(HttpContext context)
    {
        var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxRequestBytes)
            {
                throw StepFunctionsException.ValidationFailed($"The request has more than {MaxRequestBytes} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        body.Position = 0;
        return body;
    }
}
