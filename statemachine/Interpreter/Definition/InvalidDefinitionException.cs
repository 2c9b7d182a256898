namespace Pipeline.Interpreter.Definition;

/// <summary>A problem in a definition.</summary>
/// <param name="Path">JSON path of the problem: <c>$.States.Resize.Retry[0].MaxAttempts</c>.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
public sealed record DefinitionError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A state machine definition was refused. <see cref="Errors"/> lists every problem with its JSON path.</summary>
public sealed class InvalidDefinitionException(IReadOnlyList<DefinitionError> errors)
    : Exception($"The state machine definition is invalid:{string.Concat(errors.Select(error => $"\n  {error}"))}")
{
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}
