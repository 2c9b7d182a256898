namespace Pipeline.Interpreter.Evaluation;

/// <summary>A state failed for a reason that the interpreter itself found. A state runner converts it to the state's error.</summary>
internal sealed class StateFailedException(string error, string cause) : Exception($"{error}: {cause}")
{
    public string Error { get; } = error;

    public string Cause { get; } = cause;
}

/// <summary>A state failed with <c>States.Runtime</c>, which ends the execution at once, regardless of the enclosing states.</summary>
internal sealed class ExecutionFailedException(Failure failure) : Exception(failure.Error)
{
    public Failure Failure { get; } = failure;
}
