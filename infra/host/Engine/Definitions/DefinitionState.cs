using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>A definition's file as it lies there, and the definition that executions run.</summary>
/// <param name="Text">The file's text; empty when it cannot be read.</param>
/// <param name="Errors">What is wrong with the text; while there is anything, the last good definition goes on.</param>
/// <param name="Definition">The last good definition.</param>
/// <param name="Json">That definition as JSON text, its placeholders filled.</param>
/// <param name="LoadedAt">When that definition was read.</param>
public sealed record DefinitionState(
    string Text, IReadOnlyList<DefinitionError> Errors, StateMachineDefinition Definition, string Json, DateTimeOffset LoadedAt)
{
    public bool IsValid => Errors.Count == 0;
}
