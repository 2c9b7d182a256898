using System.Collections.Concurrent;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Host.Engine.MapRuns;

/// <summary>The Map Runs that are running. They are kept in the store.</summary>
/// <param name="store">Map Runs and their child executions.</param>
/// <param name="onChildEnded">Called with the name of a child execution that has ended.</param>
internal sealed class OpenMapRuns(MapRunStore store, Action<string> onChildEnded) : IMapRunStore
{
    private readonly ConcurrentDictionary<string, (MapRunControl Control, string ExecutionArn)> _open = [];

    public async ValueTask<IMapRunJournal> OpenAsync(MapRunStart start, MapRunControl control, CancellationToken cancellationToken)
    {
        var record = await store.OpenAsync(
            new(
                start.MapRunArn, start.ExecutionArn, start.StateMachineArn, start.StateName, start.IsExpress, start.IsBatched, start.StartTime,
                ToLimits(start.Settings)),
            cancellationToken);
        var counts = store.Count(record.Number);
        var state = new MapRunState(
            StoreMapRunJournal.ToMapRunStatus(record.Status), ToSettings(record.Settings), record.Items, record.Cursor, store.CountChildren(record.Number),
            counts.Where(count => count.Status is "FAILED" or "TIMED_OUT").Sum(count => count.Items), record.RedriveCount);
        _open[start.MapRunArn] = (control, start.ExecutionArn);
        return new StoreMapRunJournal(store, record, state, onChildEnded, () => _open.TryRemove(start.MapRunArn, out _));
    }

    /// <summary>The ARN of the execution that an execution belongs to: its own, or that of its Map Run's, whose child it is.</summary>
    public string FindRoot(string executionArn)
    {
        var root = executionArn;
        while (ChildArn.Parse(root) is var (run, _) && _open.TryGetValue(run, out var open))
        {
            root = open.ExecutionArn;
        }

        return root;
    }

    /// <summary>Changes a Map Run; durable when it completes.</summary>
    public async Task UpdateAsync(MapRunRecord run, MapRunLimits settings)
    {
        await store.UpdateAsync(run.Number, settings);
        if (_open.TryGetValue(run.Arn, out var open))
        {
            open.Control.Update(ToSettings(settings));
        }
    }

    private static MapRunLimits ToLimits(MapRunSettings settings) =>
        new(settings.MaxConcurrency, settings.ToleratedFailureCount, settings.ToleratedFailurePercentage);

    private static MapRunSettings ToSettings(MapRunLimits limits) =>
        new(limits.MaxConcurrency, limits.ToleratedFailureCount, limits.ToleratedFailurePercentage);
}
