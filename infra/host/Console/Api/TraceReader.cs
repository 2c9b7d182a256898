using System.Collections.Concurrent;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Api;

/// <summary>
/// Reads traces of executions. While an execution runs, its page reads the trace repeatedly. The reader therefore keeps the last few
/// traces of running executions and reads only their new events.
/// </summary>
internal sealed class TraceReader(LocalStore store)
{
    private const int MaxKept = 4;

    // A reader takes the trace out while it uses it, so that no other reader changes the same trace.
    private readonly ConcurrentDictionary<(string Arn, DateTimeOffset StartTime), ExecutionTrace> _kept = new();

    public async Task<TraceResponse> ReadAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        var key = (execution.Arn, execution.StartTime);
        var trace = _kept.TryRemove(key, out var kept) ? kept : new ExecutionTrace();
        IReadOnlyList<RecordedEvent> events;
        do
        {
            events = await store.Executions.GetHistoryAsync(execution.Arn, trace.LastEventId, PageLimit.MaxLength, cancellationToken);
            foreach (var recorded in events)
            {
                trace.Follow(recorded.ToHistoryEvent());
            }
        }
        while (events.Count == PageLimit.MaxLength);

        var response = TraceResponse.From(trace);
        if (execution.Status == RecordedStatus.Running)
        {
            Keep(key, trace);
        }

        return response;
    }

    private void Keep((string Arn, DateTimeOffset StartTime) key, ExecutionTrace trace)
    {
        foreach (var other in _kept.Keys.Take(_kept.Count - MaxKept + 1))
        {
            _kept.TryRemove(other, out _);
        }

        _kept[key] = trace;
    }
}
