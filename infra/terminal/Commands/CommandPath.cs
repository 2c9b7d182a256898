using System.CommandLine.Parsing;

namespace Pipeline.Terminal.Commands;

internal static class CommandPath
{
    /// <summary>What people type to run the program if it is installed as a tool; null for a build of the repository.</summary>
    public static string? ToolName { get; } = AppContext.GetData("Pipeline.ToolName") as string;

    /// <summary>A command with its parent commands, as you type it: <c>pipeline executions list</c>.</summary>
    public static string Format(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Format(parent)} {command.Command.Name}" : ToolName ?? command.Command.Name;

    /// <summary>A command with its parent commands below the program: <c>executions list</c>; <c>""</c> for the program itself.</summary>
    public static string FormatRelative(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FormatRelative(parent)} {command.Command.Name}".TrimStart() : "";

    /// <summary>The same, but the program itself has its name.</summary>
    public static string FormatShort(CommandResult command) =>
        FormatRelative(command) is { Length: > 0 } path ? path : command.Command.Name;
}
