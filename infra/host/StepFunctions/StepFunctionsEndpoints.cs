using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.StepFunctions;

/// <summary>The part of Step Functions' JSON protocol that <c>aws stepfunctions</c> and the AWS SDKs use, on the executions of the pipeline.</summary>
public static class StepFunctionsEndpoints
{
    /// <summary>Maps <c>POST /</c> with <c>X-Amz-Target: AWSStepFunctions.…</c></summary>
    /// <param name="app">The application to map the endpoint in.</param>
    /// <param name="pipeline">The pipeline whose executions to serve.</param>
    /// <param name="credentials">The access key that signs requests; null if none needs a signature.</param>
    public static void MapStepFunctions(this IEndpointRouteBuilder app, LocalPipeline pipeline, HostCredentials? credentials = null)
    {
        var protocol = new StepFunctionsProtocol(StepFunctionsService.Create(pipeline, pipeline.Time), credentials is null ? null : new(credentials, "states", pipeline.Time));
        app.MapPost("/", protocol.HandleAsync).WithMetadata(ChecksSignatures.Instance);
    }

    /// <summary>Whether a request uses the protocol of Step Functions.</summary>
    public static bool IsStepFunctionsRequest(HttpRequest request) =>
        request.Headers["X-Amz-Target"].ToString().StartsWith(StepFunctionsProtocol.TargetPrefix, StringComparison.Ordinal);
}
