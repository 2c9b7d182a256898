namespace Pipeline.Interpreter.History;

/// <summary>A run through a scope: the execution itself, an iteration of a Map or a branch of a Parallel.</summary>
public sealed class ScopeTrace
{
    private readonly List<VisitTrace> _visits = [];

    internal ScopeTrace(ScopeKind kind, int index, VisitTrace? owner, DateTimeOffset? startedAt)
    {
        (Kind, Index, Owner, StartedAt) = (kind, index, owner, startedAt);
        Attempt = Math.Max(0, (owner?.Attempts.Count ?? 0) - 1);
        var outer = owner?.Scope.Path ?? [];
        Path = kind == ScopeKind.Iteration && owner is not null ? [.. outer, new(owner.State, index)] : outer;
    }

    public ScopeKind Kind { get; }

    /// <summary>Index of the iteration or branch; 0 for the execution.</summary>
    public int Index { get; }

    /// <summary>
    /// What an iteration is about: the text of the member <c>name</c> of the input that its first state got, which an ItemSelector can put there.
    /// Null if there is none.
    /// </summary>
    public string? Name { get; private set; }

    /// <summary>The visit of the Map or Parallel that contains the scope; null for the execution.</summary>
    public VisitTrace? Owner { get; }

    /// <summary>Index of the owner's attempt that contains the scope.</summary>
    public int Attempt { get; }

    /// <summary>The iterations that contain the scope, including itself, outermost first.</summary>
    public IReadOnlyList<IterationStep> Path { get; }

    /// <summary>Null if the execution has not started.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>Null while the scope is in progress.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public VisitOutcome Outcome { get; private set; }

    public IReadOnlyList<VisitTrace> Visits => _visits;

    /// <summary>The last event of the scope, where an earlier run of the execution stopped.</summary>
    internal long LastEventId { get; set; }

    /// <summary>Whether an iteration has an event of its own that reports its success or failure. An aborted iteration does not.</summary>
    internal bool IsOver { get; private set; }

    private VisitTrace? Last => _visits is [.., var last] ? last : null;

    internal void Add(VisitTrace visit)
    {
        if (Kind == ScopeKind.Iteration && _visits.Count == 0)
        {
            Name = EventDetails.ReadInputName(visit.Entered);
        }

        _visits.Add(visit);
    }

    /// <summary>Finds the latest visit of a state in this scope or an enclosing one. State names are unique in a definition.</summary>
    internal VisitTrace? FindVisit(string? state)
    {
        for (var scope = this; scope is not null; scope = scope.Owner?.Scope)
        {
            if (scope.Last is { } last && last.State == state)
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>Finds the visit that an event belongs to: the open state or, for an event that closes a Map or Parallel after a child's last event, the enclosing state.</summary>
    internal VisitTrace? FindVisitOfEvent(string type, string? previousType)
    {
        if (!EventTypes.ClosesChildren(type))
        {
            return Last;
        }

        if (!EventTypes.StartsChildren(previousType) && previousType?.StartsWith("MapRun", StringComparison.Ordinal) != true)
        {
            // A failure that propagates through several Maps and Parallels closes each of them with an event.
            for (var enclosing = Owner; enclosing is not null; enclosing = enclosing.Scope.Owner)
            {
                if (enclosing.CanClose(type))
                {
                    return enclosing;
                }
            }
        }

        return Last is { } last && EventTypes.IsForStateType(type, last.Type) ? last : null;
    }

    internal void EndIteration(string type, DateTimeOffset at)
    {
        IsOver = type is EventTypes.MapIterationSucceeded or EventTypes.MapIterationFailed;
        var outcome = type switch
        {
            EventTypes.MapIterationSucceeded => VisitOutcome.Succeeded,
            EventTypes.MapIterationFailed => VisitOutcome.Failed,
            _ => VisitOutcome.Aborted,
        };
        Close(at, outcome, null, null);
    }

    /// <summary>Ends the scope and everything that is open in it. The open state adopts the failure that ended the scope.</summary>
    internal void Close(DateTimeOffset at, VisitOutcome outcome, string? error, string? cause)
    {
        (EndedAt, Outcome) = (at, outcome);
        if (Last is { EndedAt: null } open && outcome != VisitOutcome.Succeeded)
        {
            open.Abandon(at, outcome);
            open.AdoptFailure(error, cause);
        }
        else if (Last is { Type: "Fail" } failed)
        {
            failed.AdoptFailure(error, cause);
        }
    }

    /// <summary>Ends the scope without an event of its own, because the state that contains it has failed.</summary>
    internal void CloseWithoutEvent(DateTimeOffset at)
    {
        var attempt = Last?.Attempts is [.., var latest] ? latest : null;
        var failed = Last?.Outcome == VisitOutcome.Failed || attempt?.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut;
        var end = Last?.EndedAt ?? (failed ? attempt?.EndedAt : null) ?? at;
        EndedAt = end;
        Outcome = failed ? VisitOutcome.Failed
            : Last?.Outcome is VisitOutcome.Succeeded or VisitOutcome.Caught ? VisitOutcome.Succeeded
            : VisitOutcome.Aborted;
        if (Last is { EndedAt: null } open)
        {
            open.Abandon(end, failed ? VisitOutcome.Failed : VisitOutcome.Aborted);
        }
    }

    /// <summary>Reopens everything in the scope that did not succeed.</summary>
    internal void Reopen()
    {
        (EndedAt, Outcome, IsOver) = (null, VisitOutcome.Running, false);
        if (Last is { Exited: null } open)
        {
            open.Reopen();
        }
    }
}

/// <summary>An iteration of a Map.</summary>
/// <param name="Map">Name of the state.</param>
/// <param name="Index">Index of the iteration.</param>
public readonly record struct IterationStep(string Map, int Index);
