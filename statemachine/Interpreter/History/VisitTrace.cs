namespace Pipeline.Interpreter.History;

/// <summary>One visit of a state, from entering it to leaving it.</summary>
public sealed class VisitTrace
{
    private readonly List<long> _eventIds = [];
    private readonly List<AttemptTrace> _attempts = [];
    private bool _isReopened;
    private int _firstReplayed;

    internal VisitTrace(HistoryEvent entered, ScopeTrace scope)
    {
        (Entered, Scope) = (entered, scope);
        State = EventDetails.NameOf(entered) ?? "";
        Type = EventTypes.StateType(entered.Type);
        if (Type == "Fail")
        {
            (Outcome, EndedAt, FailedAt) = (VisitOutcome.Failed, entered.Timestamp, entered.Timestamp);
        }
    }

    /// <summary>Id of the event that entered the state.</summary>
    public long Id => Entered.Id;

    /// <summary>Name of the state.</summary>
    public string State { get; }

    /// <summary>Type of the state: <c>Task</c>, <c>Map</c>…</summary>
    public string Type { get; }

    public ScopeTrace Scope { get; }

    public DateTimeOffset EnteredAt => Entered.Timestamp;

    /// <summary>When it was left, or ended without that; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public VisitOutcome Outcome { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>When its last attempt failed; null where that is under way, succeeded, or was stopped.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    public IReadOnlyList<AttemptTrace> Attempts => _attempts;

    /// <summary>Attempts after the first; those that a redrive made are none.</summary>
    public int Retries => _attempts.Skip(1).Count(attempt => !attempt.IsRedriven);

    /// <summary>When the wait for the next retry began; null where it does not wait for one.</summary>
    public DateTimeOffset? RetryWaitFrom =>
        Outcome == VisitOutcome.Running && _attempts is [.., { Outcome: not AttemptOutcome.Succeeded, EndedAt: { } ended }] ? ended : null;

    /// <summary>Its events, those that start and end its iterations included.</summary>
    public IReadOnlyList<long> EventIds => _eventIds;

    public HistoryEvent Entered { get; }

    /// <summary>The event that left the state; null where it was not left.</summary>
    public HistoryEvent? Exited { get; private set; }

    /// <summary>Of an open visit: its own events that are to be taken as they are when the execution goes on.</summary>
    internal List<HistoryEvent> Replay { get; private set; } = [];

    /// <summary>The attempts that <see cref="Replay"/> has.</summary>
    internal IEnumerable<AttemptTrace> ReplayedAttempts => _attempts.Skip(_firstReplayed);

    private AttemptTrace? Latest => _attempts is [.., var latest] ? latest : null;

    private bool HasChildren => Type is "Map" or "Parallel";

    internal void Add(long eventId) => _eventIds.Add(eventId);

    internal void Open(ScopeTrace child) => Latest?.Add(child);

    /// <summary>Whether an event can close its iterations or branches: it is named after it, and they are still open.</summary>
    internal bool CanClose(string type) => EventTypes.IsOf(type, Type) && Latest is not { IsOver: true };

    /// <summary>An event of its own, between entering and leaving it.</summary>
    internal void Take(HistoryEvent happened)
    {
        var (type, at) = (happened.Type, happened.Timestamp);
        if (EventTypes.IsAborted(type))
        {
            // When the execution goes on, the state is aborted again or just goes on, so this is not replayed.
            Abandon(at, VisitOutcome.Aborted);
            FailedAt = null;
            return;
        }

        Replay.Add(happened);
        if (EventTypes.StartsChildren(type))
        {
            BeginChildren(at);
        }
        else if (EventTypes.ClosesChildren(type) || type == EventTypes.MapRunFailed)
        {
            EndAttempt(happened, type.EndsWith("Succeeded", StringComparison.Ordinal) ? AttemptOutcome.Succeeded : AttemptOutcome.Failed);
        }
        else
        {
            TakeAttemptEvent(happened);
        }
    }

    internal void Exit(HistoryEvent exited)
    {
        Exited = exited;
        Replay = [];
        EndedAt = exited.Timestamp;
        if ((HasChildren || Type == "Task") && Latest?.Outcome != AttemptOutcome.Succeeded)
        {
            // A state that works and went on without success went on through a catcher: no event says so.
            Abandon(exited.Timestamp, VisitOutcome.Caught);
        }
        else
        {
            (Outcome, Error, Cause) = (VisitOutcome.Succeeded, null, null);
        }

        // Only its last state's exit ends a branch.
        foreach (var child in Latest?.Children.Where(child => child.Outcome == VisitOutcome.Running) ?? [])
        {
            child.Close(child.Visits is [.., { EndedAt: { } ended }] ? ended : exited.Timestamp, VisitOutcome.Succeeded, null, null);
        }
    }

    /// <summary>What is still open ends here, without an event of its own.</summary>
    internal void Abandon(DateTimeOffset at, VisitOutcome outcome)
    {
        if (Latest is { IsOver: false } open)
        {
            open.Close(at, outcome == VisitOutcome.Aborted ? AttemptOutcome.Aborted : AttemptOutcome.Failed, null, null);
        }

        (EndedAt, Outcome) = (at, outcome);
        Latest?.CloseChildren(at);
    }

    /// <summary>Takes a failure that ended the scope for its own, unless it has one.</summary>
    internal void Blame(string? error, string? cause) => (Error, Cause) = (Error ?? error, Cause ?? cause);

    internal void Reopen()
    {
        (Outcome, EndedAt, FailedAt) = (VisitOutcome.Running, null, null);
        if (!HasChildren || Latest is not { } attempt)
        {
            (Replay, _isReopened) = ([], true);
            return;
        }

        // The latest attempt goes on: only those of its children run again that did not succeed.
        Replay = [Replay.Last(own => EventTypes.StartsChildren(own.Type))];
        _firstReplayed = _attempts.Count - 1;
        foreach (var child in attempt.Children.Where(child => child.Outcome != VisitOutcome.Succeeded))
        {
            child.Reopen();
        }

        attempt.Reopen();
    }

    private void TakeAttemptEvent(HistoryEvent happened)
    {
        var at = happened.Timestamp;
        switch (AttemptStep.Of(happened.Type))
        {
            case "Scheduled":
                Begin(at, null);
                break;
            case not null when Latest is null:
                break;
            case "Started":
                Latest.Start(at);
                break;
            case "Succeeded":
                EndAttempt(happened, AttemptOutcome.Succeeded);
                break;
            case "TimedOut":
                EndAttempt(happened, AttemptOutcome.TimedOut);
                break;
            case not (null or "Submitted"):
                EndAttempt(happened, AttemptOutcome.Failed);
                break;
        }
    }

    private void BeginChildren(DateTimeOffset at)
    {
        if (Latest is { IsOver: false } before)
        {
            // A retried Map writes no failure in between: the attempt before ended when the last of its children did.
            before.CloseChildren(at);
            var (error, cause) = before.FirstError();
            var end = before.Children.Select(child => child.EndedAt ?? at).Append(before.ScheduledAt).Max();
            before.Close(end, AttemptOutcome.Failed, error, cause);
        }

        Begin(at, at);
    }

    private void Begin(DateTimeOffset at, DateTimeOffset? startedAt)
    {
        _attempts.Add(new AttemptTrace(at, startedAt, _isReopened ? null : Latest?.EndedAt, _isReopened));
        (_isReopened, FailedAt) = (false, null);
    }

    private void EndAttempt(HistoryEvent ended, AttemptOutcome outcome)
    {
        var (error, cause) = (EventDetails.ErrorOf(ended), EventDetails.CauseOf(ended));
        if (outcome == AttemptOutcome.Succeeded)
        {
            FailedAt = null;
        }
        else
        {
            Latest?.CloseChildren(ended.Timestamp);
            (error, cause) = error is null && Latest is not null ? Latest.FirstError() : (error, cause);
            (Error, Cause, FailedAt) = (error ?? Error, cause ?? Cause, ended.Timestamp);
        }

        Latest?.Close(ended.Timestamp, outcome, error, cause);
    }
}
