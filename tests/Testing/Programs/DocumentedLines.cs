using System.Text.RegularExpressions;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Programs;

/// <summary>The command lines of a program in the repository's Markdown files.</summary>
internal static partial class DocumentedLines
{
    private static readonly string[] Ignored = ["artifacts", "node_modules", "bin", "obj"];

    /// <summary>Finds what follows the program in each line of code, up to a comment.</summary>
    /// <param name="program">How a checkout runs the program, up to its arguments.</param>
    /// <returns>Place and arguments.</returns>
    public static IReadOnlyList<(string Place, string Arguments)> Find(string program) =>
    [
        .. from file in FindFiles(Repository.Root)
           from line in File.ReadLines(file).Index()
           let start = line.Item.IndexOf($"{program} ", StringComparison.Ordinal)
           where start >= 0
           select ($"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}", End().Split(line.Item[(start + program.Length)..], 2)[0].Trim()),
    ];

    private static IEnumerable<string> FindFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => Path.GetFileName(child) is var name && !name.StartsWith('.') && !Ignored.Contains(name))
                .SelectMany(FindFiles));

    [GeneratedRegex("`|  #")]
    private static partial Regex End();
}
