using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;

namespace Pipeline.Host.StepFunctions;

/// <summary>The part of Step Functions' JSON protocol that <c>aws stepfunctions</c> and AWS' SDKs use, over the executions of the pipeline.</summary>
public static class StepFunctionsEndpoints
{
    /// <summary>Answers <c>POST /</c> with <c>X-Amz-Target: AWSStepFunctions.…</c></summary>
    /// <param name="app">Where to map.</param>
    /// <param name="pipeline">Whose executions.</param>
    public static void MapStepFunctions(this IEndpointRouteBuilder app, LocalPipeline pipeline)
    {
        var protocol = new StepFunctionsProtocol(StepFunctionsService.Create(pipeline, pipeline.Time));
        app.MapPost("/", protocol.HandleAsync);
    }

    /// <summary>Whether a request is one of Step Functions' protocol.</summary>
    public static bool IsStepFunctionsRequest(HttpRequest request) =>
        request.Headers["X-Amz-Target"].ToString().StartsWith(StepFunctionsProtocol.TargetPrefix, StringComparison.Ordinal);
}
