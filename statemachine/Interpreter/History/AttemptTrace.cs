namespace Pipeline.Interpreter.History;

/// <summary>An attempt of a Task, a Map or a Parallel.</summary>
public sealed class AttemptTrace
{
    private readonly List<ScopeTrace> _children = [];

    internal AttemptTrace(DateTimeOffset scheduledAt, DateTimeOffset? startedAt, DateTimeOffset? waitedFrom, bool isRedriven)
    {
        (ScheduledAt, StartedAt, WaitedFrom, IsRedriven) = (scheduledAt, startedAt, waitedFrom, isRedriven);
        Outcome = startedAt is null ? AttemptOutcome.Waiting : AttemptOutcome.Running;
    }

    public DateTimeOffset ScheduledAt { get; }

    /// <summary>Null while the attempt is scheduled but has not started.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Null while the attempt is in progress.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the wait for this retry began; null if the attempt is not a retry.</summary>
    public DateTimeOffset? WaitedFrom { get; }

    public AttemptOutcome Outcome { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>Whether a redrive started the attempt, so that it is not a retry.</summary>
    public bool IsRedriven { get; }

    /// <summary>The iterations or branches in the order in which they started.</summary>
    public IReadOnlyList<ScopeTrace> Children => _children;

    internal bool IsOver => EndedAt is not null;

    internal void Add(ScopeTrace child) => _children.Add(child);

    internal void Start(DateTimeOffset at) => (StartedAt, Outcome) = (at, AttemptOutcome.Running);

    internal void Close(DateTimeOffset at, AttemptOutcome outcome, string? error, string? cause)
    {
        (EndedAt, Outcome) = (at, outcome);
        (Error, Cause) = outcome == AttemptOutcome.Succeeded ? (null, null) : (error ?? Error, cause ?? Cause);
    }

    /// <summary>Reopens the attempt, because its children continue after a redrive. No event reports that it starts again.</summary>
    internal void Reopen() => (EndedAt, Outcome) = (null, AttemptOutcome.Running);

    /// <summary>Closes the children that are still open. They have no event of their own for that.</summary>
    internal void CloseChildren(DateTimeOffset at)
    {
        foreach (var child in _children.Where(child => child.EndedAt is null))
        {
            child.CloseWithoutEvent(at);
        }
    }

    /// <summary>Finds the failure of the child that failed first.</summary>
    internal (string? Error, string? Cause) FindFirstError()
    {
        var failed = _children.Where(child => child.Outcome == VisitOutcome.Failed).MinBy(child => child.EndedAt);
        var source = failed?.Visits.LastOrDefault(visit => visit.Error is not null);
        return (source?.Error, source?.Cause);
    }
}
