using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Engine;

namespace Pipeline.Host.Console.Api;

internal static class DefinitionEndpoint
{
    public static void MapDefinition(this IEndpointRouteBuilder api) => api
        .MapGet("/definition", Get)
        .WithTags("Definition")
        .WithSummary("Returns the state machine's definition: the file, its errors, and the definition that executions run.");

    private static Ok<DefinitionResponse> Get(LocalPipeline pipeline)
    {
        var state = pipeline.Definition.Current;
        return TypedResults.Ok(new DefinitionResponse(
            pipeline.Definition.Path,
            state.Text,
            state.IsValid,
            [.. state.Errors.Select(error => new DefinitionErrorResponse(error.Path, error.Message))],
            JsonNode.Parse(state.Json),
            state.LoadedAt));
    }
}
