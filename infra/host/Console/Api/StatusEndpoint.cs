using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

internal static class StatusEndpoint
{
    private const int MaxNames = 100;

    public static void MapStatus(this IEndpointRouteBuilder api) => api
        .MapGet("/status", GetAsync)
        .WithTags("Status")
        .WithSummary("Returns what this host is, and how many executions and images of each status, and executions of each outcome, it holds.");

    private static async Task<Ok<StatusResponse>> GetAsync(
        HttpRequest request, LocalPipeline pipeline, ConsoleOptions options, CancellationToken cancellationToken)
    {
        var executions = await pipeline.Store.Executions.CountByStatusAsync(cancellationToken);
        var images = await pipeline.Store.Catalogue.CountByStatusAsync(cancellationToken);
        return TypedResults.Ok(new StatusResponse(
            typeof(StatusEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            pipeline.Store.Folder,
            $"http://{request.Host}",
            BucketNames.Uploads,
            options.MaxUploadBytes,
            pipeline.Limits.MaxBytes,
            pipeline.Formats,
            PipelineDefinition.StateMachineArn,
            PipelineDefinition.Name,
            [PipelineDefinition.Name, .. pipeline.FurtherDefinitions.Names],
            pipeline.Definition.Path,
            options.WatchedFolder,
            executions.ToDictionary(count => count.Key.ToText(), count => count.Value),
            await pipeline.Store.Executions.CountByOutcomeAsync(cancellationToken),
            images.ToDictionary(count => Enum.GetName(count.Key)!.ToLowerInvariant(), count => count.Value),
            pipeline.Interruption is { } fault
                ? new(fault.Message, fault.IsDiskFull, fault.Waiting.Count, [.. fault.Waiting.Take(MaxNames)], fault.Since, fault.NextAttempt)
                : null));
    }
}
