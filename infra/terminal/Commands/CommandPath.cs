using System.CommandLine.Parsing;

namespace Pipeline.Terminal.Commands;

internal static class CommandPath
{
    /// <summary>A command with its parent commands, as you type it: <c>pipeline executions list</c>.</summary>
    public static string Format(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Format(parent)} {command.Command.Name}" : command.Command.Name;

    /// <summary>A command with its parent commands below the program: <c>executions list</c>. The program itself has its name.</summary>
    public static string FormatShort(CommandResult command) =>
        command.Parent is CommandResult { Parent: CommandResult } parent ? $"{FormatShort(parent)} {command.Command.Name}" : command.Command.Name;
}
