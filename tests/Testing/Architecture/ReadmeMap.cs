using System.Text.RegularExpressions;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Architecture;

/// <summary>The newcomer's map in README: a diagram of the product's projects and the arrows between them.</summary>
internal static partial class ReadmeMap
{
    /// <summary>The arrows that the diagram shows, each from a project to one that it uses.</summary>
    public static IReadOnlyList<(string From, string To)> Arrows()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var diagram = Diagram().Match(readme);
        return diagram.Success
            ? [.. Arrow().Matches(diagram.Groups[1].Value).Select(match => (match.Groups[1].Value, match.Groups[2].Value))]
            : throw new InvalidDataException("README.md holds no diagram that begins with ```mermaid and flowchart.");
    }

    /// <summary>The references between projects, without those that a longer way already shows.</summary>
    public static IEnumerable<(string From, string To)> References() =>
        from project in Project.Product
        from reference in project.References
        let others = project.References.Where(other => other != reference)
        where !others.Any(other => Project.Get(other).Closure().Contains(reference))
        select (project.ShortName, Project.Get(reference).ShortName);

    [GeneratedRegex(@"```mermaid\s+(flowchart.*?)```", RegexOptions.Singleline)]
    private static partial Regex Diagram();

    [GeneratedRegex(@"^\s*(\w+) --> (\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
