namespace Pipeline.Interpreter;

/// <summary>What a history tells of one run through a scope.</summary>
internal sealed class ScopeRecord(StateScope scope, ScopeRecord? parent)
{
    public StateScope Scope { get; } = scope;

    /// <summary>The scope that holds the Parallel or Map this one belongs to.</summary>
    public ScopeRecord? Parent { get; } = parent;

    public List<VisitRecord> Visits { get; } = [];

    public long LastEventId { get; set; }

    /// <summary>Of an iteration: the type of its last event, when that ended it.</summary>
    public string? End { get; set; }

    /// <summary>An iteration that came to its end; one that was aborted did not.</summary>
    public bool IsOver => End is EventTypes.MapIterationSucceeded or EventTypes.MapIterationFailed;

    /// <summary>Opens again what failed, here and within, so that a redrive runs it anew.</summary>
    public void ForgetFailures()
    {
        if (End != EventTypes.MapIterationSucceeded)
        {
            End = null;
        }

        if (Visits is [.., { Exited: null } open])
        {
            open.ForgetFailures();
        }
    }
}

/// <summary>What a history tells of one visit of a state.</summary>
internal sealed class VisitRecord(HistoryEvent entered)
{
    public HistoryEvent Entered { get; } = entered;

    /// <summary>Events of the state itself between Entered and Exited.</summary>
    public List<HistoryEvent> Own { get; private set; } = [];

    public List<AttemptRecord> Attempts { get; } = [];

    /// <summary>Null while the state is open.</summary>
    public HistoryEvent? Exited { get; set; }

    public void ForgetFailures()
    {
        if (Attempts.Count == 0)
        {
            Own = [];
            return;
        }

        var attempt = Attempts[^1];
        Attempts.RemoveRange(0, Attempts.Count - 1);
        Own = [attempt.Started];
        foreach (var child in attempt.Children.Values)
        {
            child.ForgetFailures();
        }
    }
}

/// <summary>One attempt at a Parallel or Map, with its branches or iterations by index.</summary>
internal sealed record AttemptRecord(HistoryEvent Started)
{
    public Dictionary<int, ScopeRecord> Children { get; } = [];
}
