namespace Pipeline.Interpreter.History;

/// <summary>One attempt at a Task's call, or at a Map's iterations or a Parallel's branches.</summary>
public sealed class AttemptTrace
{
    private readonly List<ScopeTrace> _children = [];

    internal AttemptTrace(DateTimeOffset scheduledAt, DateTimeOffset? startedAt, DateTimeOffset? waitedFrom, bool isRedriven)
    {
        (ScheduledAt, StartedAt, WaitedFrom, IsRedriven) = (scheduledAt, startedAt, waitedFrom, isRedriven);
        Outcome = startedAt is null ? AttemptOutcome.Waiting : AttemptOutcome.Running;
    }

    public DateTimeOffset ScheduledAt { get; }

    /// <summary>Null: it is scheduled and waits for its turn.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the wait for this retry began; null where the attempt is no retry.</summary>
    public DateTimeOffset? WaitedFrom { get; }

    public AttemptOutcome Outcome { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>A redrive made it, so it is no retry.</summary>
    public bool IsRedriven { get; }

    /// <summary>Its iterations or branches, in the order in which they started.</summary>
    public IReadOnlyList<ScopeTrace> Children => _children;

    internal bool IsOver => EndedAt is not null;

    internal void Add(ScopeTrace child) => _children.Add(child);

    internal void Start(DateTimeOffset at) => (StartedAt, Outcome) = (at, AttemptOutcome.Running);

    internal void Close(DateTimeOffset at, AttemptOutcome outcome, string? error, string? cause)
    {
        (EndedAt, Outcome) = (at, outcome);
        (Error, Cause) = outcome == AttemptOutcome.Succeeded ? (null, null) : (error ?? Error, cause ?? Cause);
    }

    /// <summary>Its children go on after a redrive: no event says that it starts again.</summary>
    internal void Reopen() => (EndedAt, Outcome) = (null, AttemptOutcome.Running);

    /// <summary>What its children have not ended by themselves ends here, without an event.</summary>
    internal void CloseChildren(DateTimeOffset at)
    {
        foreach (var child in _children.Where(child => child.EndedAt is null))
        {
            child.EndWithout(at);
        }
    }

    /// <summary>The failure that the first of its children ended with.</summary>
    internal (string? Error, string? Cause) FirstError()
    {
        var failed = _children.Where(child => child.Outcome == VisitOutcome.Failed).MinBy(child => child.EndedAt);
        var source = failed?.Visits.LastOrDefault(visit => visit.Error is not null);
        return (source?.Error, source?.Cause);
    }
}
