using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.CallLogs;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Store;

namespace Pipeline.Host.Console.Api;

/// <summary>Returns what the calls of an execution logged.</summary>
internal static class LogEndpoint
{
    public static void MapLogs(this IEndpointRouteBuilder api) => api
        .MapGet("/executions/{name}/logs", GetAsync)
        .WithTags("Executions")
        .WithSummary("Lists what the functions of an execution logged. state: only the lines of this state. level: INFO, WARN or ERROR; only lines as severe as that. after: number of the last line of the previous page.");

    private static async Task<Results<Ok<LogPageResponse>, ProblemHttpResult>> GetAsync(
        LocalStore store, string name, string? state, string? level, long? after, int? limit, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (level is not null && !LogLevels.All.Contains(level))
        {
            return Problems.BadRequest($"level is '{level}'; it must be one of {string.Join(", ", LogLevels.All)}.");
        }

        return await ExecutionEndpoints.FindAsync(store, name, cancellationToken) is { } execution
            ? TypedResults.Ok(LogPageResponse.From(
                store.Logs.Read(execution.Arn, new(state, level ?? LogLevels.Information), after ?? 0, limit ?? PageLimit.MaxLength)))
            : ExecutionEndpoints.NotFound(name);
    }
}
