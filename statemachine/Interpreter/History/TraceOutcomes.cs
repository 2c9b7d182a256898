namespace Pipeline.Interpreter.History;

/// <summary>What became of a visit, an iteration, a branch or the execution.</summary>
public enum VisitOutcome
{
    Running,
    Succeeded,

    /// <summary>It failed, and a catcher led on.</summary>
    Caught,
    Failed,

    /// <summary>It was stopped: from outside, or since a sibling failed.</summary>
    Aborted,
}

/// <summary>What became of an attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>It is scheduled and has not started.</summary>
    Waiting,
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>What a list of states is run for.</summary>
public enum ScopeKind
{
    Execution,
    Iteration,
    Branch,
}
