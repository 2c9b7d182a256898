using System.CommandLine;

namespace Pipeline.Terminal.Commands;

/// <summary>Command lines to try, for the help of every command.</summary>
/// <param name="Program">How a checkout runs the program, up to its arguments.</param>
/// <param name="Lines">
/// Arguments by the command that they show, such as <c>executions list</c>; those of the program itself have the key <c>""</c>.
/// </param>
public sealed record Examples(string Program, IReadOnlyDictionary<string, string[]> Lines)
{
    /// <summary>Whole command lines. A command that only groups others shows the first example of each.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">Its path below the program: <c>executions list</c>.</param>
    public IReadOnlyList<string> Find(Command command, string path)
    {
        var program = CommandPath.ToolName ?? Program;
        var arguments = Lines.TryGetValue(path, out var own)
            ? own
            : command.Subcommands.Where(child => !child.Hidden).SelectMany(child => Lines.GetValueOrDefault($"{path} {child.Name}")?.Take(1) ?? []);
        return [.. arguments.Select(line => line.Length > 0 ? $"{program} {line}" : program.TrimEnd('-', ' '))];
    }
}
