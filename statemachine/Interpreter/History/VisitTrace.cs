namespace Pipeline.Interpreter.History;

/// <summary>A visit of a state, from its Entered event to its Exited event.</summary>
public sealed class VisitTrace
{
    private readonly List<long> _eventIds = [];
    private readonly List<AttemptTrace> _attempts = [];
    private bool _isReopened;
    private int _firstReplayed;

    internal VisitTrace(HistoryEvent entered, ScopeTrace scope)
    {
        (Entered, Scope) = (entered, scope);
        State = EventDetails.ReadName(entered) ?? "";
        Type = EventTypes.GetStateType(entered.Type);
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

    /// <summary>When the state was exited or ended without an exit; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public VisitOutcome Outcome { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>When the last attempt failed; null if it is in progress, succeeded or was stopped.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    public IReadOnlyList<AttemptTrace> Attempts => _attempts;

    /// <summary>Number of attempts after the first, without those that a redrive started.</summary>
    public int Retries => _attempts.Skip(1).Count(attempt => !attempt.IsRedriven);

    /// <summary>When the wait for the next retry began; null if the visit does not wait for one.</summary>
    public DateTimeOffset? RetryWaitFrom =>
        Outcome == VisitOutcome.Running && _attempts is [.., { Outcome: not AttemptOutcome.Succeeded, EndedAt: { } ended }] ? ended : null;

    /// <summary>The ids of its events, including those that start and end its iterations.</summary>
    public IReadOnlyList<long> EventIds => _eventIds;

    public HistoryEvent Entered { get; }

    /// <summary>The event that exited the state; null if it was not exited.</summary>
    public HistoryEvent? Exited { get; private set; }

    /// <summary>The events of an open visit that are replayed when the execution continues.</summary>
    internal List<HistoryEvent> Replay { get; private set; } = [];

    /// <summary>ARN of the Map Run that the first attempt after a redrive continues; null if it starts one of its own.</summary>
    internal string? RedrivenMapRunArn { get; private set; }

    /// <summary>The attempts that <see cref="Replay"/> contains.</summary>
    internal IEnumerable<AttemptTrace> ReplayedAttempts => _attempts.Skip(_firstReplayed);

    private AttemptTrace? Latest => _attempts is [.., var latest] ? latest : null;

    private bool HasChildren => Type is "Map" or "Parallel";

    internal void Add(long eventId) => _eventIds.Add(eventId);

    internal void Open(ScopeTrace child) => Latest?.Add(child);

    /// <summary>Whether an event can close the iterations or branches: it is for this type of state, and they are still open.</summary>
    internal bool CanClose(string type) => EventTypes.IsForStateType(type, Type) && Latest is not { IsOver: true };

    /// <summary>Follows an event of this visit, between its Entered and Exited events.</summary>
    internal void Follow(HistoryEvent historyEvent)
    {
        var (type, at) = (historyEvent.Type, historyEvent.Timestamp);
        if (EventTypes.IsAborted(type))
        {
            // When the execution continues, the state is aborted again or simply continues, so this event is not replayed.
            Abandon(at, VisitOutcome.Aborted);
            FailedAt = null;
            return;
        }

        Replay.Add(historyEvent);
        if (EventTypes.StartsChildren(type))
        {
            BeginChildren(at);
        }
        else if (EventTypes.ClosesChildren(type) || type == EventTypes.MapRunFailed)
        {
            EndAttempt(historyEvent, type.EndsWith("Succeeded", StringComparison.Ordinal) ? AttemptOutcome.Succeeded : AttemptOutcome.Failed);
        }
        else
        {
            FollowAttemptEvent(historyEvent);
        }
    }

    internal void Exit(HistoryEvent exited)
    {
        Exited = exited;
        Replay = [];
        EndedAt = exited.Timestamp;
        if ((HasChildren || Type == "Task") && Latest?.Outcome != AttemptOutcome.Succeeded)
        {
            // A Task, Map or Parallel that was exited without success was exited through a catcher. No event reports that.
            Abandon(exited.Timestamp, VisitOutcome.Caught);
        }
        else
        {
            (Outcome, Error, Cause) = (VisitOutcome.Succeeded, null, null);
        }

        // A branch has no end event of its own: the exit of its last state ends it.
        foreach (var child in Latest?.Children.Where(child => child.Outcome == VisitOutcome.Running) ?? [])
        {
            child.Close(child.Visits is [.., { EndedAt: { } ended }] ? ended : exited.Timestamp, VisitOutcome.Succeeded, null, null);
        }
    }

    /// <summary>Ends the visit and everything that is still open in it, without events of their own.</summary>
    internal void Abandon(DateTimeOffset at, VisitOutcome outcome)
    {
        if (Latest is { IsOver: false } open)
        {
            open.Close(at, outcome == VisitOutcome.Aborted ? AttemptOutcome.Aborted : AttemptOutcome.Failed, null, null);
        }

        (EndedAt, Outcome) = (at, outcome);
        Latest?.CloseChildren(at);
    }

    /// <summary>Adopts the failure that ended the scope, unless the visit has a failure of its own.</summary>
    internal void AdoptFailure(string? error, string? cause) => (Error, Cause) = (Error ?? error, Cause ?? cause);

    internal void Reopen()
    {
        (Outcome, EndedAt, FailedAt) = (VisitOutcome.Running, null, null);
        if (!HasChildren || Latest is not { } attempt)
        {
            (Replay, _isReopened) = ([], true);
            return;
        }

        // The latest attempt continues: only its unsuccessful children run again.
        RedrivenMapRunArn = Replay.LastOrDefault(own => own.Type is EventTypes.MapRunStarted or EventTypes.MapRunRedriven)?.Details?["mapRunArn"]?.GetValue<string>();
        Replay = [Replay.Last(own => EventTypes.StartsChildren(own.Type))];
        _firstReplayed = _attempts.Count - 1;
        foreach (var child in attempt.Children.Where(child => child.Outcome != VisitOutcome.Succeeded))
        {
            child.Reopen();
        }

        attempt.Reopen();
    }

    private void FollowAttemptEvent(HistoryEvent historyEvent)
    {
        var at = historyEvent.Timestamp;
        switch (AttemptStep.FromEventType(historyEvent.Type))
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
                EndAttempt(historyEvent, AttemptOutcome.Succeeded);
                break;
            case "TimedOut":
                EndAttempt(historyEvent, AttemptOutcome.TimedOut);
                break;
            case not (null or "Submitted"):
                EndAttempt(historyEvent, AttemptOutcome.Failed);
                break;
        }
    }

    private void BeginChildren(DateTimeOffset at)
    {
        if (Latest is { IsOver: false } previous)
        {
            // A retried Map writes no failure event between attempts: the previous attempt ended when its last child did.
            previous.CloseChildren(at);
            var (error, cause) = previous.FindFirstError();
            var end = previous.Children.Select(child => child.EndedAt ?? at).Append(previous.ScheduledAt).Max();
            previous.Close(end, AttemptOutcome.Failed, error, cause);
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
        var (error, cause) = (EventDetails.ReadError(ended), EventDetails.ReadCause(ended));
        if (outcome == AttemptOutcome.Succeeded)
        {
            FailedAt = null;
        }
        else
        {
            Latest?.CloseChildren(ended.Timestamp);
            (error, cause) = error is null && Latest is not null ? Latest.FindFirstError() : (error, cause);
            (Error, Cause, FailedAt) = (error ?? Error, cause ?? Cause, ended.Timestamp);
        }

        Latest?.Close(ended.Timestamp, outcome, error, cause);
    }
}
