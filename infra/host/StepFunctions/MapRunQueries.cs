using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations on Map Runs. The Map of the image pipeline is inline: its iterations are in the history. That of a backfill is distributed.</summary>
internal sealed class MapRunQueries(LocalPipeline pipeline, ExecutionQueries executions)
{
    /// <summary>ListMapRuns.</summary>
    public async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var limit = request.GetMaxResults();
        var execution = await executions.GetAsync(request, cancellationToken);
        var after = request.GetTextOrNull("nextToken") is { } token ? ParseToken(token) : 0;
        var runs = pipeline.Store.MapRuns.List(execution.Arn, after, limit + 1);
        var response = new JsonObject { ["mapRuns"] = new JsonArray([.. runs.Take(limit).Select(run => ToListItem(run))]) };
        if (runs.Count > limit)
        {
            response["nextToken"] = PageToken.Create("mapRun", runs[limit - 1].Number.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>DescribeMapRun.</summary>
    public JsonObject Describe(JsonObject request)
    {
        var run = Get(request);
        var counts = pipeline.Store.MapRuns.Count(run.Number);
        var response = new JsonObject
        {
            ["mapRunArn"] = run.Arn,
            ["executionArn"] = run.ExecutionArn,
            ["status"] = run.Status.ToText(),
            ["startDate"] = ResponseParts.ToEpochSeconds(run.StartTime),
            ["maxConcurrency"] = run.Settings.MaxConcurrency,
            ["toleratedFailurePercentage"] = run.Settings.ToleratedFailurePercentage ?? 0,
            ["toleratedFailureCount"] = run.Settings.ToleratedFailureCount ?? 0,
            ["itemCounts"] = ToCounts(run, counts, count => count.Items, run.Items),
            ["executionCounts"] = ToCounts(run, counts, count => count.Children, run.IsBatched ? null : run.Items),
            ["redriveCount"] = run.RedriveCount,
        };
        SetTimes(response, run);
        return response;
    }

    /// <summary>UpdateMapRun.</summary>
    public async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = Get(request);
        var (concurrency, count, percentage) = (
            ReadNumber(request, "maxConcurrency", int.MaxValue), ReadNumber(request, "toleratedFailureCount", long.MaxValue),
            ReadNumber(request, "toleratedFailurePercentage", 100));
        if (run.Status != RecordedStatus.Running)
        {
            throw StepFunctionsException.ValidationFailed($"Map Run '{run.Arn}' has ended ({run.Status.ToText()}), so it cannot be updated.");
        }

        await pipeline.UpdateMapRunAsync(
            run,
            new(
                (int?)concurrency ?? run.Settings.MaxConcurrency, (long?)count ?? run.Settings.ToleratedFailureCount,
                percentage ?? run.Settings.ToleratedFailurePercentage));
        return [];
    }

    /// <summary>ListExecutions of a Map Run: its child executions, the last one first.</summary>
    public JsonObject ListChildren(JsonObject request)
    {
        var run = Get(request);
        var limit = request.GetMaxResults();
        var status = request.GetChoiceOrNull("statusFilter", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");
        var before = request.GetTextOrNull("nextToken") is { } token ? (int)ParseToken(token) : int.MaxValue;
        var children = pipeline.Store.MapRuns.ListLatestChildren(run.Number, status, before, limit + 1);
        var response = new JsonObject { ["executions"] = new JsonArray([.. children.Take(limit).Select(child => ToSummary(run, child))]) };
        if (children.Count > limit)
        {
            response["nextToken"] = PageToken.Create("mapRun", children[limit - 1].Place.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    private static JsonObject ToSummary(MapRunRecord run, MapChildRecord child)
    {
        var summary = ResponseParts.ToSummary(MapRunStore.ToExecution(run, child));
        summary["mapRunArn"] = run.Arn;
        summary["itemCount"] = child.Items;
        if (child.IsPendingRedrive)
        {
            summary["status"] = "PENDING_REDRIVE";
        }

        return summary;
    }

    private MapRunRecord Get(JsonObject request)
    {
        var arn = request.GetText("mapRunArn");
        return pipeline.Store.MapRuns.Get(arn) ?? throw new StepFunctionsException("ResourceNotFound", $"Resource not found: '{arn}'");
    }

    private static JsonObject ToListItem(MapRunRecord run)
    {
        var item = new JsonObject
        {
            ["executionArn"] = run.ExecutionArn,
            ["mapRunArn"] = run.Arn,
            ["stateMachineArn"] = run.StateMachineArn,
            ["startDate"] = ResponseParts.ToEpochSeconds(run.StartTime),
        };
        if (run.StopTime is { } stopped)
        {
            item["stopDate"] = ResponseParts.ToEpochSeconds(stopped);
        }

        return item;
    }

    private static void SetTimes(JsonObject response, MapRunRecord run)
    {
        if (run.StopTime is { } stopped)
        {
            response["stopDate"] = ResponseParts.ToEpochSeconds(stopped);
        }

        if (run.RedriveTime is { } redriven)
        {
            response["redriveDate"] = ResponseParts.ToEpochSeconds(redriven);
        }
    }

    /// <param name="run">The Map Run.</param>
    /// <param name="counts">Its child executions by status.</param>
    /// <param name="select">What to count of them: themselves or their items.</param>
    /// <param name="total">Number of all, with those that have not started; null if it is not known.</param>
    private static JsonObject ToCounts(MapRunRecord run, IReadOnlyList<MapChildCount> counts, Func<MapChildCount, long> select, long? total)
    {
        long Of(string status) => counts.Where(count => count.Status == status).Sum(select);
        var started = counts.Sum(select);
        var pending = Math.Max(0, (total ?? started) - started);
        var failed = Of("FAILED") + Of("TIMED_OUT");
        return new()
        {
            ["pending"] = pending,
            ["running"] = Of("RUNNING"),
            ["succeeded"] = Of("SUCCEEDED"),
            ["failed"] = Of("FAILED"),
            ["timedOut"] = Of("TIMED_OUT"),
            ["aborted"] = Of("ABORTED"),
            ["total"] = started + pending,
            ["resultsWritten"] = run.ResultsWritten == 0 ? 0 : Of("SUCCEEDED") + failed + Of("ABORTED"),
            ["failuresNotRedrivable"] = 0,
            ["pendingRedrive"] = Of("PENDING_REDRIVE"),
        };
    }

    private static double? ReadNumber(JsonObject request, string name, double max)
    {
        if (request[name] is not { } node)
        {
            return null;
        }

        return node is JsonValue value && value.TryGetValue<double>(out var number) && number >= 0 && number <= max
            ? number
            : throw StepFunctionsException.ValidationFailed(
                $"1 validation error detected: Value '{node.ToJsonString()}' at '{name}' failed to satisfy constraint: Member must have value from 0 to {max.ToString(CultureInfo.InvariantCulture)}");
    }

    private static long ParseToken(string token)
    {
        try
        {
            if (PageToken.Parse(token) is ("mapRun", var position) && long.TryParse(position, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }
        catch (ArgumentException)
        {
            // Reported below, like every other token that does not belong to this list.
        }

        throw StepFunctionsException.InvalidToken(token);
    }
}
