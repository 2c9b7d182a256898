namespace Pipeline.Interpreter.Definition;

/// <summary>Type of a state machine. An Express workflow can do less: it runs for five minutes at most and cannot wait for others.</summary>
public enum WorkflowType
{
    /// <summary>Everything that a definition can have.</summary>
    Standard,

    /// <summary>No activities, no <c>.sync</c>, no <c>.waitForTaskToken</c>, no distributed Map.</summary>
    Express,
}
