namespace Pipeline.Interpreter.History;

/// <summary>
/// The structure of an execution, rebuilt from its history: visits of states, attempts, waits, iterations and branches. It follows events
/// one by one, in order. <c>previousEventId</c> shows which scope an event belongs to. The event that closes a Map or Parallel follows the
/// last event of an iteration or branch, but belongs to the enclosing state.
/// </summary>
public sealed class ExecutionTrace
{
    private readonly Func<string, int>? _getBranchIndex;
    private readonly Dictionary<long, Place> _places = [];
    private readonly List<ScopeTrace> _scopes = [];
    private readonly List<VisitTrace> _visits = [];
    private readonly List<TracePeriod> _periods = [];

    /// <summary>Creates a trace without events. Branches are numbered in the order in which they start.</summary>
    public ExecutionTrace()
        : this(null)
    {
    }

    /// <param name="getBranchIndex">Returns the index of the branch that contains a state; null to number branches in the order in which they start.</param>
    internal ExecutionTrace(Func<string, int>? getBranchIndex)
    {
        _getBranchIndex = getBranchIndex;
        Root = Add(new ScopeTrace(ScopeKind.Execution, 0, null, null));
    }

    /// <summary>The scope of the execution itself.</summary>
    public ScopeTrace Root { get; }

    /// <summary>The scopes of the execution, its iterations and its branches in the order in which they started.</summary>
    public IReadOnlyList<ScopeTrace> Scopes => _scopes;

    /// <summary>The visits in the order in which their states were entered.</summary>
    public IReadOnlyList<VisitTrace> Visits => _visits;

    /// <summary>The periods in which the execution ran, each from its start or a redrive to its end.</summary>
    public IReadOnlyList<TracePeriod> Periods => _periods;

    /// <summary>Id of the latest event; 0 if there is none.</summary>
    public long LastEventId { get; private set; }

    /// <summary>Time of the latest event; null if there is none.</summary>
    public DateTimeOffset? LastEventAt { get; private set; }

    public int RedriveCount { get; private set; }

    public DateTimeOffset? RedriveTime { get; private set; }

    /// <summary>Creates the trace of a history.</summary>
    public static ExecutionTrace FromHistory(IEnumerable<HistoryEvent> history)
    {
        var trace = new ExecutionTrace();
        foreach (var historyEvent in history)
        {
            trace.Follow(historyEvent);
        }

        return trace;
    }

    /// <summary>
    /// Follows the next event. A trace can start in the middle of a history. Events of visits that began earlier then belong to no visit.
    /// </summary>
    /// <returns>The visit that the event belongs to; null for an event of the execution itself.</returns>
    public VisitTrace? Follow(HistoryEvent historyEvent)
    {
        var place = PlaceEvent(historyEvent);
        place.Scope.LastEventId = historyEvent.Id;
        place.Visit?.Add(historyEvent.Id);
        _places[historyEvent.Id] = place;
        LastEventId = Math.Max(LastEventId, historyEvent.Id);
        LastEventAt = historyEvent.Timestamp < LastEventAt ? LastEventAt : historyEvent.Timestamp;
        return place.Visit;
    }

    /// <summary>Reopens everything that did not succeed, so that a redrive can continue from there.</summary>
    internal void Reopen() => Root.Reopen();

    /// <summary>Finds the scope of an event; null if the trace does not have the event.</summary>
    internal ScopeTrace? FindScope(long eventId) => _places.TryGetValue(eventId, out var place) ? place.Scope : null;

    private Place PlaceEvent(HistoryEvent historyEvent)
    {
        var known = _places.TryGetValue(historyEvent.PreviousEventId, out var previous);
        if (historyEvent.Type.StartsWith("Execution", StringComparison.Ordinal))
        {
            FollowExecution(historyEvent);
            return new(Root, null, historyEvent.Type);
        }

        // In AWS, the first state and a stop from outside follow no event.
        var scope = known ? previous.Scope
            : historyEvent.PreviousEventId == 0 ? Root
            : Add(new ScopeTrace(ScopeKind.Execution, 0, null, historyEvent.Timestamp));
        switch (historyEvent.Type)
        {
            case EventTypes.MapIterationStarted:
                var map = scope.FindVisit(EventDetails.ReadName(historyEvent));
                return new(Open(ScopeKind.Iteration, EventDetails.ReadIndex(historyEvent) ?? 0, map, historyEvent.Timestamp), map, historyEvent.Type);
            case var type when type.StartsWith("MapIteration", StringComparison.Ordinal):
                scope.EndIteration(type, historyEvent.Timestamp);
                return new(scope, scope.Owner, type);
            case var type when EventTypes.IsEntered(type):
                return Enter(historyEvent, scope, previous);
            case var type when EventTypes.IsExited(type):
                var left = scope.FindVisit(EventDetails.ReadName(historyEvent));
                left?.Exit(historyEvent);
                return new(left?.Scope ?? scope, left, type);
            default:
                var visit = scope.FindVisitOfEvent(historyEvent.Type, previous.Type);
                visit?.Follow(historyEvent);
                return new(visit?.Scope ?? scope, visit, historyEvent.Type);
        }
    }

    private Place Enter(HistoryEvent entered, ScopeTrace scope, Place previous)
    {
        if (previous is { Type: EventTypes.ParallelStateStarted, Visit: { } parallel })
        {
            var index = _getBranchIndex?.Invoke(EventDetails.ReadName(entered) ?? "") ?? parallel.Attempts[^1].Children.Count;
            scope = Open(ScopeKind.Branch, index, parallel, entered.Timestamp);
        }

        var visit = new VisitTrace(entered, scope);
        scope.Add(visit);
        _visits.Add(visit);
        return new(scope, visit, entered.Type);
    }

    private void FollowExecution(HistoryEvent historyEvent)
    {
        switch (historyEvent.Type)
        {
            case EventTypes.ExecutionStarted:
                Root.StartedAt = historyEvent.Timestamp;
                _periods.Add(new(historyEvent.Timestamp, null));
                break;
            case EventTypes.ExecutionRedriven:
                (RedriveCount, RedriveTime) = (RedriveCount + 1, historyEvent.Timestamp);
                _periods.Add(new(historyEvent.Timestamp, null));
                Reopen();
                break;
            case var type when EventTypes.IsTerminal(type):
                if (_periods is [.., var period])
                {
                    _periods[^1] = period with { EndedAt = historyEvent.Timestamp };
                }

                Root.Close(
                    historyEvent.Timestamp,
                    type switch
                    {
                        EventTypes.ExecutionSucceeded => VisitOutcome.Succeeded,
                        EventTypes.ExecutionAborted => VisitOutcome.Aborted,
                        _ => VisitOutcome.Failed,
                    },
                    EventDetails.ReadError(historyEvent),
                    EventDetails.ReadCause(historyEvent));
                break;
        }
    }

    private ScopeTrace Open(ScopeKind kind, int index, VisitTrace? owner, DateTimeOffset at)
    {
        var scope = Add(new ScopeTrace(kind, index, owner, at));
        owner?.Open(scope);
        return scope;
    }

    private ScopeTrace Add(ScopeTrace scope)
    {
        _scopes.Add(scope);
        return scope;
    }

    private readonly record struct Place(ScopeTrace Scope, VisitTrace? Visit, string? Type);
}

/// <summary>A period in which an execution ran.</summary>
/// <param name="StartedAt">Its start, or a redrive.</param>
/// <param name="EndedAt">Null while it runs.</param>
public readonly record struct TracePeriod(DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
