namespace Pipeline.Interpreter.Definition;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.States.Resize.Retry[0].MaxAttempts</c>.</param>
/// <param name="Message">What was found, and what is allowed.</param>
public sealed record DefinitionError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A state machine definition was refused; <see cref="Errors"/> has every reason, with its place.</summary>
public sealed class InvalidDefinitionException(IReadOnlyList<DefinitionError> errors)
    : Exception($"The state machine definition is invalid:{string.Concat(errors.Select(error => $"\n  {error}"))}")
{
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}
