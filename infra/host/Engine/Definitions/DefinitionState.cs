using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The current content of a definition's file, and the definition that executions run.</summary>
/// <param name="Text">The file's text; empty if it cannot be read.</param>
/// <param name="Errors">The errors in the text. While there are any, the last valid definition stays in use.</param>
/// <param name="Definition">The last valid definition.</param>
/// <param name="Json">That definition as JSON text, with its placeholders filled.</param>
/// <param name="LoadedAt">When that definition was read.</param>
public sealed record DefinitionState(
    string Text, IReadOnlyList<DefinitionError> Errors, StateMachineDefinition Definition, string Json, DateTimeOffset LoadedAt)
{
    public bool IsValid => Errors.Count == 0;
}
