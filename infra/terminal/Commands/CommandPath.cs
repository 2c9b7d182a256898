using System.CommandLine.Parsing;

namespace Pipeline.Terminal.Commands;

internal static class CommandPath
{
    /// <summary>A command with its parent commands, as you type it: <c>pipeline executions list</c>.</summary>
    public static string Format(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Format(parent)} {command.Command.Name}" : command.Command.Name;
}
