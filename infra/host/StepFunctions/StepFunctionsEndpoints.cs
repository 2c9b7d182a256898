using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.StepFunctions;

/// <summary>The part of Step Functions' JSON protocol that <c>aws stepfunctions</c> and the AWS SDKs use, on the executions of the pipeline.</summary>
public static class StepFunctionsEndpoints
{
    /// <summary>Maps <c>POST /</c> with <c>X-Amz-Target: AWSStepFunctions.…</c>, and the calls of STS, which have a form.</summary>
    /// <param name="app">The application to map the endpoint in.</param>
    /// <param name="pipeline">The pipeline whose executions to serve.</param>
    /// <param name="credentials">The access key that signs requests; null if none needs a signature.</param>
    /// <returns>The handler, for calls to another host name (<see cref="IsCall"/>).</returns>
    public static RequestDelegate MapStepFunctions(this IEndpointRouteBuilder app, LocalPipeline pipeline, HostCredentials? credentials = null)
    {
        var protocol = new StepFunctionsProtocol(StepFunctionsService.Create(pipeline, pipeline.Time), CreateCheck("states"));
        var tokens = new SecurityTokenProtocol(CreateCheck("sts"));
        app.MapPost("/", HandleAsync).WithMetadata(ChecksSignatures.Instance);
        return HandleAsync;

        Task HandleAsync(HttpContext context) => SecurityTokenProtocol.IsCall(context.Request) ? tokens.HandleAsync(context) : protocol.HandleAsync(context);

        SignatureCheck? CreateCheck(string service) => credentials is null ? null : new(credentials, service, pipeline.Time);
    }

    /// <summary>Whether a <c>POST /</c> is a call of a service with operations, and not one of S3.</summary>
    public static bool IsCall(HttpRequest request) => request.Headers.ContainsKey("X-Amz-Target") || SecurityTokenProtocol.IsCall(request);

    /// <summary>Whether a request uses the protocol of Step Functions.</summary>
    public static bool IsStepFunctionsRequest(HttpRequest request) =>
        request.Headers["X-Amz-Target"].ToString().StartsWith(StepFunctionsProtocol.TargetPrefix, StringComparison.Ordinal);
}
