using System.Runtime.CompilerServices;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Host.Engine.MapRuns;

/// <summary>Writes a Map Run to the store.</summary>
internal sealed class StoreMapRunJournal(
    MapRunStore store, MapRunRecord run, MapRunState state, Action<string> onChildEnded, Action onClosed) : IMapRunJournal
{
    private const int PageSize = 100;

    public MapRunState State { get; } = state;

    public static MapRunStatus ToMapRunStatus(RecordedStatus status) => status switch
    {
        RecordedStatus.Running => MapRunStatus.Running,
        RecordedStatus.Succeeded => MapRunStatus.Succeeded,
        RecordedStatus.Aborted => MapRunStatus.Aborted,
        _ => MapRunStatus.Failed,
    };

    public async ValueTask SetItemCountAsync(long items) => await store.SetItemsAsync(run.Number, items);

    public async ValueTask RedriveAsync(DateTimeOffset at) => await store.RedriveAsync(run.Number, at);

    public async ValueTask StartChildAsync(MapChild child, string cursor) =>
        await store.StartChildAsync(run.Number, child.Index, child.ItemCount, child.Input, child.StartTime, cursor);

    public async ValueTask RestartChildAsync(int index) => await store.RestartChildAsync(run.Number, index);

    public async ValueTask EndChildAsync(int index, MapChildEnd end)
    {
        await store.EndChildAsync(run.Number, index, new(ToRecordedStatus(end.Status), end.Output, end.Error, end.Cause, end.At));
        onChildEnded(ChildArn.CreateName(run.Arn, index));
    }

    public ValueTask<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(int index, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HistoryEvent>>([.. store.ReadHistory(run.Number, index).Select(RecordedHistory.ToHistoryEvent)]);

    public IExecutionJournal OpenHistory(int index) => new History(store, run.Number, index);

    public async IAsyncEnumerable<MapChild> ReadChildrenAsync(
        IReadOnlyList<MapChildStatus> statuses, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var after = -1; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Those of several statuses, in the order of their places.
            var pages = statuses.Select(status => store.ListChildren(run.Number, ToText(status), after, PageSize)).ToArray();
            MapChildRecord[] page = [.. pages.SelectMany(found => found).OrderBy(child => child.Place).Take(PageSize)];
            foreach (var child in page)
            {
                yield return ToChild(child);
                after = child.Place;
            }

            if (page.Length == 0)
            {
                yield break;
            }
        }
    }

    public async ValueTask EndAsync(MapRunStatus status, DateTimeOffset at, long resultsWritten) => await store.EndAsync(
        run.Number,
        status switch
        {
            MapRunStatus.Succeeded => RecordedStatus.Succeeded,
            MapRunStatus.Aborted => RecordedStatus.Aborted,
            _ => RecordedStatus.Failed,
        },
        at,
        resultsWritten);

    public async ValueTask DisposeAsync()
    {
        onClosed();
        await store.CloseAsync(run.Number);
    }

    private MapChild ToChild(MapChildRecord child) => new(
        child.Place, ChildArn.Create(run.Arn, run.StateMachineArn, run.IsExpress, child.Place), ChildArn.CreateName(run.Arn, child.Place), child.Input, child.Items,
        child.StartTime)
    {
        RedriveCount = child.RedriveCount,
        IsPendingRedrive = child.IsPendingRedrive,
        End = child.StopTime is { } stopped && child.Status != RecordedStatus.Running
            ? new(ToChildStatus(child.Status), stopped, child.Output, child.Error, child.Cause)
            : null,
    };

    private static string ToText(MapChildStatus status) => status == MapChildStatus.PendingRedrive ? "PENDING_REDRIVE" : ToRecordedStatus(status).ToText();

    private static RecordedStatus ToRecordedStatus(MapChildStatus status) => status switch
    {
        MapChildStatus.Succeeded => RecordedStatus.Succeeded,
        MapChildStatus.Failed => RecordedStatus.Failed,
        MapChildStatus.TimedOut => RecordedStatus.TimedOut,
        MapChildStatus.Aborted => RecordedStatus.Aborted,
        _ => RecordedStatus.Running,
    };

    private static MapChildStatus ToChildStatus(RecordedStatus status) => status switch
    {
        RecordedStatus.Succeeded => MapChildStatus.Succeeded,
        RecordedStatus.TimedOut => MapChildStatus.TimedOut,
        RecordedStatus.Aborted => MapChildStatus.Aborted,
        _ => MapChildStatus.Failed,
    };

    private sealed class History(MapRunStore store, long run, int place) : IExecutionJournal
    {
        public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) => store.QueueAppendAsync(
            run,
            place,
            [.. events.Select(added => new RecordedEvent(added.Id, added.PreviousEventId, added.Timestamp, added.Type, added.Details?.ToJsonString()))],
            cancellationToken);
    }
}
