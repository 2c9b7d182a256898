using System.CommandLine;
using System.Text;

namespace Pipeline.Terminal.Commands;

/// <summary>The help of a command, with examples.</summary>
internal static class HelpText
{
    public static string Write(ParseResult parsed, Examples examples)
    {
        var written = new StringWriter();
        parsed.Invoke(new() { Output = written });
        var text = written.ToString().TrimEnd();
        if (CommandPath.ToolName is { } tool)
        {
            // The library takes the name of the program's file.
            text = text.Replace($"  {parsed.RootCommandResult.Command.Name} ", $"  {tool} ", StringComparison.Ordinal);
        }

        var help = new StringBuilder(text).AppendLine().AppendLine().AppendLine("Examples:");
        foreach (var line in examples.Find(parsed.CommandResult.Command, CommandPath.FormatRelative(parsed.CommandResult)))
        {
            help.AppendLine($"  {line}");
        }

        return help.AppendLine().ToString();
    }
}
