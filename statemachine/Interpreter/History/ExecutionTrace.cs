namespace Pipeline.Interpreter.History;

/// <summary>
/// A history read back: the visits of states, their attempts and waits, the iterations and branches. It follows events one by one, in
/// order. <c>previousEventId</c> says which scope an event belongs to. The last event of an iteration or branch precedes the event that
/// closes its Map or Parallel; that one belongs to the state around it.
/// </summary>
public sealed class ExecutionTrace
{
    private readonly Func<string, int>? _branchOf;
    private readonly Dictionary<long, Place> _places = [];
    private readonly List<ScopeTrace> _scopes = [];
    private readonly List<VisitTrace> _visits = [];
    private readonly List<TracePeriod> _periods = [];

    /// <summary>A trace of no events yet. Branches are numbered in the order in which they started.</summary>
    public ExecutionTrace()
        : this(null)
    {
    }

    /// <param name="branchOf">The index of the branch that starts with a state; null: branches are numbered in the order in which they started.</param>
    internal ExecutionTrace(Func<string, int>? branchOf)
    {
        _branchOf = branchOf;
        Root = Add(new ScopeTrace(ScopeKind.Execution, 0, null, null));
    }

    /// <summary>The execution's own scope.</summary>
    public ScopeTrace Root { get; }

    /// <summary>The execution's scope, iterations and branches, in the order in which they started.</summary>
    public IReadOnlyList<ScopeTrace> Scopes => _scopes;

    /// <summary>Visits, in the order in which their states were entered.</summary>
    public IReadOnlyList<VisitTrace> Visits => _visits;

    /// <summary>When the execution ran: from its start or a redrive to its end.</summary>
    public IReadOnlyList<TracePeriod> Periods => _periods;

    /// <summary>0 while there is none.</summary>
    public long LastEventId { get; private set; }

    /// <summary>Time of the latest event; null while there is none.</summary>
    public DateTimeOffset? LastEventAt { get; private set; }

    public int RedriveCount { get; private set; }

    public DateTimeOffset? RedriveTime { get; private set; }

    /// <summary>Reads a history.</summary>
    public static ExecutionTrace Of(IEnumerable<HistoryEvent> history)
    {
        var trace = new ExecutionTrace();
        foreach (var happened in history)
        {
            trace.Follow(happened);
        }

        return trace;
    }

    /// <summary>
    /// Takes the next event. A trace may begin in the middle of a history: events of what began before then belong to no visit.
    /// </summary>
    /// <returns>The visit that the event belongs to; null: it is the execution's own.</returns>
    public VisitTrace? Follow(HistoryEvent happened)
    {
        var place = PlaceOf(happened);
        place.Scope.LastEventId = happened.Id;
        place.Visit?.Add(happened.Id);
        _places[happened.Id] = place;
        LastEventId = Math.Max(LastEventId, happened.Id);
        LastEventAt = happened.Timestamp < LastEventAt ? LastEventAt : happened.Timestamp;
        return place.Visit;
    }

    /// <summary>Opens again what did not succeed, so that a redrive goes on from there.</summary>
    internal void Reopen() => Root.Reopen();

    /// <summary>The scope that an event happened in; null where the trace does not have the event.</summary>
    internal ScopeTrace? ScopeOf(long eventId) => _places.TryGetValue(eventId, out var place) ? place.Scope : null;

    private Place PlaceOf(HistoryEvent happened)
    {
        var known = _places.TryGetValue(happened.PreviousEventId, out var before);
        if (happened.Type.StartsWith("Execution", StringComparison.Ordinal))
        {
            FollowExecution(happened);
            return new(Root, null, happened.Type);
        }

        // The first state, and a stop from outside, follow no event in AWS.
        var scope = known ? before.Scope
            : happened.PreviousEventId == 0 ? Root
            : Add(new ScopeTrace(ScopeKind.Execution, 0, null, happened.Timestamp));
        switch (happened.Type)
        {
            case EventTypes.MapIterationStarted:
                var map = scope.VisitOf(EventDetails.NameOf(happened));
                return new(Open(ScopeKind.Iteration, EventDetails.IndexOf(happened) ?? 0, map, happened.Timestamp), map, happened.Type);
            case var type when type.StartsWith("MapIteration", StringComparison.Ordinal):
                scope.EndIteration(type, happened.Timestamp);
                return new(scope, scope.Owner, type);
            case var type when EventTypes.IsEntered(type):
                return Enter(happened, scope, before);
            case var type when EventTypes.IsExited(type):
                var left = scope.VisitOf(EventDetails.NameOf(happened));
                left?.Exit(happened);
                return new(left?.Scope ?? scope, left, type);
            default:
                var visit = scope.VisitOfOwn(happened.Type, before.Type);
                visit?.Take(happened);
                return new(visit?.Scope ?? scope, visit, happened.Type);
        }
    }

    private Place Enter(HistoryEvent entered, ScopeTrace scope, Place before)
    {
        if (before is { Type: EventTypes.ParallelStateStarted, Visit: { } parallel })
        {
            var index = _branchOf?.Invoke(EventDetails.NameOf(entered) ?? "") ?? parallel.Attempts[^1].Children.Count;
            scope = Open(ScopeKind.Branch, index, parallel, entered.Timestamp);
        }

        var visit = new VisitTrace(entered, scope);
        scope.Add(visit);
        _visits.Add(visit);
        return new(scope, visit, entered.Type);
    }

    private void FollowExecution(HistoryEvent happened)
    {
        switch (happened.Type)
        {
            case EventTypes.ExecutionStarted:
                Root.StartedAt = happened.Timestamp;
                _periods.Add(new(happened.Timestamp, null));
                break;
            case EventTypes.ExecutionRedriven:
                (RedriveCount, RedriveTime) = (RedriveCount + 1, happened.Timestamp);
                _periods.Add(new(happened.Timestamp, null));
                Reopen();
                break;
            case var type when EventTypes.IsTerminal(type):
                if (_periods is [.., var period])
                {
                    _periods[^1] = period with { EndedAt = happened.Timestamp };
                }

                Root.Close(
                    happened.Timestamp,
                    type switch
                    {
                        EventTypes.ExecutionSucceeded => VisitOutcome.Succeeded,
                        EventTypes.ExecutionAborted => VisitOutcome.Aborted,
                        _ => VisitOutcome.Failed,
                    },
                    EventDetails.ErrorOf(happened),
                    EventDetails.CauseOf(happened));
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

/// <summary>A stretch of time in which an execution ran.</summary>
/// <param name="StartedAt">Its start, or a redrive.</param>
/// <param name="EndedAt">Null while it runs.</param>
public readonly record struct TracePeriod(DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
