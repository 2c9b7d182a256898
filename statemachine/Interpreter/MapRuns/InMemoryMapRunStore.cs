using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>Map Runs in memory, for tests and trial runs.</summary>
/// <param name="keepsHistories">Whether the histories of child executions are kept.</param>
public sealed class InMemoryMapRunStore(bool keepsHistories) : IMapRunStore
{
    private readonly ConcurrentDictionary<string, MapRun> _runs = new();

    /// <summary>The ARNs of the Map Runs.</summary>
    public IReadOnlyList<string> MapRunArns => [.. _runs.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ValueTask<IMapRunJournal> OpenAsync(MapRunStart start, MapRunControl control, CancellationToken cancellationToken)
    {
        var run = _runs.GetOrAdd(start.MapRunArn, _ => new MapRun(start));
        run.Control = control;
        return ValueTask.FromResult<IMapRunJournal>(new Journal(run, run.CreateState(), keepsHistories));
    }

    /// <summary>Reads the state of a Map Run as it is now.</summary>
    public MapRunState Read(string mapRunArn) => _runs[mapRunArn].CreateState();

    /// <summary>Reads the child executions of a Map Run, in the order of their index.</summary>
    public IReadOnlyList<MapChild> ReadChildren(string mapRunArn) => _runs[mapRunArn].ListChildren();

    /// <summary>Reads the history of a child execution.</summary>
    public IReadOnlyList<HistoryEvent> ReadHistory(string mapRunArn, int index) => _runs[mapRunArn].OpenHistory(index).Events;

    /// <summary>Changes the settings of a Map Run.</summary>
    public void Update(string mapRunArn, MapRunSettings settings) => _runs[mapRunArn].Control?.Update(settings);

    private sealed class MapRun(MapRunStart start)
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<int, MapChild> _children = [];
        private readonly Dictionary<int, InMemoryJournal> _histories = [];
        private MapRunState _state = MapRunState.Create(start.Settings);

        public MapRunControl? Control { get; set; }

        public MapRunState CreateState()
        {
            lock (_gate)
            {
                return _state with
                {
                    Settings = Control?.Settings ?? _state.Settings,
                    NextIndex = _children.Count,
                    FailedItems = _children.Values.Where(child => child.End?.Status is MapChildStatus.Failed or MapChildStatus.TimedOut).Sum(child => (long)child.ItemCount),
                };
            }
        }

        public void Change(Func<MapRunState, MapRunState> change)
        {
            lock (_gate)
            {
                _state = change(_state);
            }
        }

        public void Put(MapChild child, string cursor)
        {
            lock (_gate)
            {
                _children[child.Index] = child;
                _state = _state with { Cursor = cursor };
            }
        }

        public void ChangeChild(int index, Func<MapChild, MapChild> change)
        {
            lock (_gate)
            {
                _children[index] = change(_children[index]);
            }
        }

        public IReadOnlyList<MapChild> ListChildren()
        {
            lock (_gate)
            {
                return [.. _children.Values];
            }
        }

        public InMemoryJournal OpenHistory(int index)
        {
            lock (_gate)
            {
                return _histories.TryGetValue(index, out var history) ? history : _histories[index] = new InMemoryJournal();
            }
        }
    }

    private sealed class Journal(MapRun run, MapRunState state, bool keepsHistories) : IMapRunJournal
    {
        public MapRunState State { get; } = state;

        public ValueTask SetItemCountAsync(long items)
        {
            run.Change(current => current with { ItemCount = items });
            return ValueTask.CompletedTask;
        }

        public ValueTask RedriveAsync(DateTimeOffset at)
        {
            run.Change(current => current with { Status = MapRunStatus.Running, RedriveCount = current.RedriveCount + 1 });
            foreach (var child in run.ListChildren().Where(child => child.End is { Status: not MapChildStatus.Succeeded }))
            {
                run.ChangeChild(child.Index, ended => ended with { RedriveCount = ended.RedriveCount + 1, End = null, IsPendingRedrive = true });
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask StartChildAsync(MapChild child, string cursor)
        {
            run.Put(child, cursor);
            return ValueTask.CompletedTask;
        }

        public ValueTask RestartChildAsync(int index)
        {
            run.ChangeChild(index, child => child with { IsPendingRedrive = false });
            return ValueTask.CompletedTask;
        }

        public ValueTask EndChildAsync(int index, MapChildEnd end)
        {
            run.ChangeChild(index, child => child with { End = end, IsPendingRedrive = false });
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(int index, CancellationToken cancellationToken) =>
            ValueTask.FromResult(keepsHistories ? run.OpenHistory(index).Events : []);

        public IExecutionJournal? OpenHistory(int index) => keepsHistories ? run.OpenHistory(index) : null;

        public async IAsyncEnumerable<MapChild> ReadChildrenAsync(IReadOnlyList<MapChildStatus> statuses, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var child in run.ListChildren().Where(child => statuses.Contains(child.Status)))
            {
                yield return child;
            }
        }

        public ValueTask EndAsync(MapRunStatus status, DateTimeOffset at, long resultsWritten)
        {
            run.Change(current => current with { Status = status });
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
