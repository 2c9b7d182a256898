using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Contracts;

/// <summary>A Map Run with its counts and its progress.</summary>
/// <param name="MapRunArn">ARN of the Map Run.</param>
/// <param name="ExecutionArn">ARN of the execution that it belongs to.</param>
/// <param name="State">Name of the distributed Map.</param>
/// <param name="Status"><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>ABORTED</c>.</param>
/// <param name="StartDate">When it started.</param>
/// <param name="StopDate">When it ended; null while it runs.</param>
/// <param name="MaxConcurrency">Number of child executions at once; 0 for as many as possible.</param>
/// <param name="ToleratedFailureCount">Number of items that may fail; null if there is no such limit.</param>
/// <param name="ToleratedFailurePercentage">Percentage of items that may fail; null if there is no such limit.</param>
/// <param name="Total">Number of items; null until all have been read.</param>
/// <param name="ItemCounts">Items by status, with <c>PENDING</c> for those that no child execution has yet.</param>
/// <param name="ExecutionCounts">Child executions by status.</param>
/// <param name="ItemsPerSecond">Items that ended for each second since the start or the last redrive; null if none has.</param>
/// <param name="SecondsLeft">How long it takes at this rate; null if that is not known.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveDate">When it was last redriven; null if never.</param>
internal sealed record MapRunResponse(
    string MapRunArn,
    string ExecutionArn,
    string State,
    string Status,
    DateTimeOffset StartDate,
    DateTimeOffset? StopDate,
    int MaxConcurrency,
    long? ToleratedFailureCount,
    double? ToleratedFailurePercentage,
    long? Total,
    IReadOnlyDictionary<string, long> ItemCounts,
    IReadOnlyDictionary<string, long> ExecutionCounts,
    double? ItemsPerSecond,
    double? SecondsLeft,
    int RedriveCount,
    DateTimeOffset? RedriveDate)
{
    /// <param name="run">The Map Run.</param>
    /// <param name="counts">Its child executions by status.</param>
    /// <param name="now">The time until which it has run.</param>
    public static MapRunResponse From(MapRunRecord run, IReadOnlyList<MapChildCount> counts, DateTimeOffset now)
    {
        var items = counts.ToDictionary(count => count.Status, count => count.Items);
        var started = items.Values.Sum();
        var pending = Math.Max(0, (run.Items ?? started) - started);
        var ended = started - items.GetValueOrDefault("RUNNING") - items.GetValueOrDefault("PENDING_REDRIVE");
        items["PENDING"] = pending;

        // After a redrive, the items that had succeeded before say nothing about the rate.
        var seconds = ((run.StopTime ?? now) - run.StartTime).TotalSeconds;
        double? rate = run.RedriveCount == 0 && ended > 0 && seconds > 0 ? ended / seconds : null;
        return new(
            run.Arn, run.ExecutionArn, run.State, run.Status.ToText(), run.StartTime, run.StopTime, run.Settings.MaxConcurrency,
            run.Settings.ToleratedFailureCount, run.Settings.ToleratedFailurePercentage, run.Items, items,
            counts.ToDictionary(count => count.Status, count => count.Children), rate,
            rate is { } known && run.Items is { } total && run.Status == RecordedStatus.Running ? (total - ended) / known : null,
            run.RedriveCount, run.RedriveTime);
    }
}

/// <param name="MapRuns">Map Runs, in the order in which they started.</param>
internal sealed record MapRunListResponse(IReadOnlyList<MapRunResponse> MapRuns);

/// <summary>A child execution of a Map Run.</summary>
/// <param name="ExecutionArn">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status; <c>PENDING_REDRIVE</c> while it waits for a redrive.</param>
/// <param name="Key">The key of the image in its input; null if the input has none.</param>
/// <param name="Outcome">The outcome in its output; null while it runs and if the output has none.</param>
/// <param name="Items">Number of items in its input.</param>
/// <param name="StartDate">When it started.</param>
/// <param name="StopDate">When it ended; null while it runs.</param>
/// <param name="Error">Error name of a failure.</param>
/// <param name="Cause">Description of a failure.</param>
internal sealed record MapChildResponse(
    string ExecutionArn, string Name, string Status, string? Key, string? Outcome, int Items, DateTimeOffset StartDate, DateTimeOffset? StopDate, string? Error,
    string? Cause)
{
    public static MapChildResponse From(MapRunRecord run, MapChildRecord child)
    {
        var execution = MapRunStore.ToExecution(run, child);
        return new(
            execution.Arn, execution.Name, child.IsPendingRedrive ? "PENDING_REDRIVE" : child.Status.ToText(), Find(child.Input, "key", "Key"),
            child.Output is null ? null : Find(child.Output, "outcome"), child.Items, child.StartTime, child.StopTime, child.Error, child.Cause);
    }

    // The item is the input itself, a member of it, or the object of an event.
    private static string? Find(string json, params ReadOnlySpan<string> names) => FindIn(JsonNode.Parse(json), names, 4);

    private static string? FindIn(JsonNode? node, ReadOnlySpan<string> names, int depth)
    {
        if (node is not JsonObject members || depth == 0)
        {
            return null;
        }

        foreach (var name in names)
        {
            if (members[name] is JsonValue value && value.TryGetValue<string>(out var text))
            {
                return text;
            }
        }

        foreach (var (_, member) in members)
        {
            if (FindIn(member, names, depth - 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <param name="Executions">Child executions, the last one first.</param>
/// <param name="Continuation">Token of the next page; null on the last page.</param>
internal sealed record MapChildPageResponse(IReadOnlyList<MapChildResponse> Executions, string? Continuation);

/// <summary>What to change of a Map Run. A member that is null or missing stays as it is.</summary>
/// <param name="MaxConcurrency">Number of child executions at once; 0 for as many as possible.</param>
/// <param name="ToleratedFailureCount">Number of items that may fail.</param>
/// <param name="ToleratedFailurePercentage">Percentage of items that may fail.</param>
internal sealed record MapRunRequest(int? MaxConcurrency, long? ToleratedFailureCount, double? ToleratedFailurePercentage);
