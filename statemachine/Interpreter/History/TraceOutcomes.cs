namespace Pipeline.Interpreter.History;

/// <summary>The outcome of a visit, an iteration, a branch or the execution.</summary>
public enum VisitOutcome
{
    Running,
    Succeeded,

    /// <summary>It failed, and a catcher continued the execution.</summary>
    Caught,
    Failed,

    /// <summary>It was stopped from outside or because a sibling failed.</summary>
    Aborted,
}

/// <summary>The outcome of an attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>It is scheduled but has not started.</summary>
    Waiting,
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>The kind of a run through a scope.</summary>
public enum ScopeKind
{
    Execution,
    Iteration,
    Branch,
}
