using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;

namespace Pipeline.Host.Console.Api;

/// <summary>Returns the definition that an execution ran.</summary>
internal static class ExecutionDefinitionEndpoint
{
    public static void MapExecutionDefinition(this IEndpointRouteBuilder api) => api
        .MapGet("/executions/{name}/definition", GetAsync)
        .WithTags("Executions")
        .WithSummary("Returns the definition that an execution ran, or the current one if it is unknown.");

    private static async Task<Results<Ok<ExecutionDefinitionResponse>, ProblemHttpResult>> GetAsync(
        LocalPipeline pipeline, string name, CancellationToken cancellationToken)
    {
        var arn = PipelineDefinition.ExecutionArn(name);
        var current = pipeline.Definition.Current;
        if (await pipeline.Store.Executions.GetDefinitionAsync(arn, cancellationToken) is { } recorded)
        {
            return TypedResults.Ok(new ExecutionDefinitionResponse(
                IsKnown: true, recorded.Json == current.Json, recorded.Hash, recorded.LoadedAt, JsonNode.Parse(recorded.Json)));
        }

        return await pipeline.Store.Executions.GetAsync(arn, cancellationToken) is null
            ? ExecutionEndpoints.NotFound(name)
            : TypedResults.Ok(new ExecutionDefinitionResponse(
                IsKnown: false, IsCurrent: true, Hash: null, current.LoadedAt, JsonNode.Parse(current.Json)));
    }
}
