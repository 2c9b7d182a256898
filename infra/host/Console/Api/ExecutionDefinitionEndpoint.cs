using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;

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
        var arn = ExecutionId.ToArn(name);
        var child = pipeline.Store.MapRuns.FindChild(arn);
        while (pipeline.Store.MapRuns.FindChild(arn) is var (run, _))
        {
            arn = run.ExecutionArn;
        }

        JsonNode? Select(string json) => child is var (run, _) ? FindItemProcessor(JsonNode.Parse(json), run.State) : JsonNode.Parse(json);
        var current = (ExecutionId.IsOfPipeline(arn) ? null : pipeline.FurtherDefinitions.Find(arn.Split(':')[6])) ?? pipeline.Definition.Current;
        if (await pipeline.Store.Executions.GetDefinitionAsync(arn, cancellationToken) is { } recorded)
        {
            return TypedResults.Ok(new ExecutionDefinitionResponse(
                IsKnown: true, recorded.Json == current.Json, recorded.Hash, recorded.LoadedAt, Select(recorded.Json)));
        }

        return await pipeline.Store.Executions.GetAsync(arn, cancellationToken) is null
            ? ExecutionEndpoints.NotFound(name)
            : TypedResults.Ok(new ExecutionDefinitionResponse(
                IsKnown: false, IsCurrent: true, Hash: null, current.LoadedAt, Select(current.Json)));
    }

    /// <summary>The definition of a Map's child executions; null if the definition has no such Map.</summary>
    private static JsonNode? FindItemProcessor(JsonNode? node, string map)
    {
        switch (node)
        {
            case JsonObject members:
                return members["States"]?[map]?["ItemProcessor"]?.DeepClone()
                    ?? members.Select(member => FindItemProcessor(member.Value, map)).FirstOrDefault(found => found is not null);
            case JsonArray items:
                return items.Select(item => FindItemProcessor(item, map)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }
}
