namespace Pipeline.Interpreter.History;

/// <summary>A run through a list of states: the execution itself, an iteration of a Map, a branch of a Parallel.</summary>
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

    /// <summary>Which iteration or branch; 0 for the execution.</summary>
    public int Index { get; }

    /// <summary>The visit of the Map or Parallel that it belongs to; null for the execution.</summary>
    public VisitTrace? Owner { get; }

    /// <summary>Index of the owner's attempt that it belongs to.</summary>
    public int Attempt { get; }

    /// <summary>The iterations that it is in, itself included, from the outside in.</summary>
    public IReadOnlyList<IterationStep> Path { get; }

    /// <summary>Null: the execution has not started.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>Null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public VisitOutcome Outcome { get; private set; }

    public IReadOnlyList<VisitTrace> Visits => _visits;

    /// <summary>Its last event, where an earlier run of the execution stopped.</summary>
    internal long LastEventId { get; set; }

    /// <summary>An iteration whose own event says that it came to its end; one that was aborted did not.</summary>
    internal bool IsOver { get; private set; }

    private VisitTrace? Last => _visits is [.., var last] ? last : null;

    internal void Add(VisitTrace visit) => _visits.Add(visit);

    /// <summary>The latest visit of that state, in this scope or around it: names of states are unique in a definition.</summary>
    internal VisitTrace? VisitOf(string? state)
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

    /// <summary>Whose own event it is: that of the open state here or, where a child's last event precedes a close, of the state around it.</summary>
    internal VisitTrace? VisitOfOwn(string type, string? before)
    {
        if (!EventTypes.ClosesChildren(type))
        {
            return Last;
        }

        if (!EventTypes.StartsChildren(before) && before?.StartsWith("MapRun", StringComparison.Ordinal) != true)
        {
            // A failure that goes through several of them is followed by the close of each.
            for (var around = Owner; around is not null; around = around.Scope.Owner)
            {
                if (around.CanClose(type))
                {
                    return around;
                }
            }
        }

        return Last is { } last && EventTypes.IsOf(type, last.Type) ? last : null;
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

    /// <summary>Ends the scope, and what is open in it. The failure that ended it is that of its open state.</summary>
    internal void Close(DateTimeOffset at, VisitOutcome outcome, string? error, string? cause)
    {
        (EndedAt, Outcome) = (at, outcome);
        if (Last is { EndedAt: null } open && outcome != VisitOutcome.Succeeded)
        {
            open.Abandon(at, outcome);
            open.Blame(error, cause);
        }
        else if (Last is { Type: "Fail" } failed)
        {
            failed.Blame(error, cause);
        }
    }

    /// <summary>Ends the scope where no event of its own does: the state that it belongs to has failed.</summary>
    internal void EndWithout(DateTimeOffset at)
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

    /// <summary>Opens again what did not succeed, here and within.</summary>
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
