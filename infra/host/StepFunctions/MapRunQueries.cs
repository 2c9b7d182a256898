using System.Text.Json.Nodes;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations on Map Runs. There are none, because the pipeline's Map is inline: its iterations are in the history.</summary>
internal sealed class MapRunQueries(ExecutionQueries executions)
{
    /// <summary>ListMapRuns.</summary>
    public async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        _ = request.GetMaxResults();
        await executions.GetAsync(request, cancellationToken);
        return request.GetTextOrNull("nextToken") is { } token
            ? throw StepFunctionsException.InvalidToken(token)
            : new() { ["mapRuns"] = new JsonArray() };
    }

    /// <summary>DescribeMapRun.</summary>
    public static JsonObject Describe(JsonObject request) =>
        throw new StepFunctionsException("ResourceNotFound", $"Resource not found: '{request.GetText("mapRunArn")}'");
}
