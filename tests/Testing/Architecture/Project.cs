using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Architecture;

/// <summary>A project file of the repository, as it is written.</summary>
/// <param name="Folder">Folder, relative to the root: <c>infra/host/Store</c>.</param>
/// <param name="Name">Name of the file without its ending, which is the root namespace, too: <c>Pipeline.Host.Store</c>.</param>
/// <param name="AssemblyName">Name of its assembly.</param>
/// <param name="IsProgram">Whether it builds a program: a command, a Lambda function, or the tests that a runner starts.</param>
/// <param name="References">Names of the projects that it references directly.</param>
/// <param name="Packages">Packages and frameworks that it references directly.</param>
internal sealed record Project(string Folder, string Name, string AssemblyName, bool IsProgram, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    private static readonly string[] Areas = ["functions", "statemachine", "infra", "tests"];

    /// <summary>All projects of the repository.</summary>
    public static IReadOnlyList<Project> All { get; } =
    [
        .. Areas.SelectMany(area => Directory.EnumerateFiles(Repository.PathOf(area), "*.csproj", SearchOption.AllDirectories)).Order().Select(Read),
    ];

    /// <summary>The projects that make up the product.</summary>
    public static IReadOnlyList<Project> Product { get; } = [.. All.Where(project => !project.IsTest)];

    /// <summary>The product's projects that <c>Local.slnf</c> holds: those that build from any package feed.</summary>
    public static IReadOnlyList<Project> Local { get; } = ReadLocal();

    public bool IsTest => Folder.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The name on the map in README: the last part of the full name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    public Assembly LoadAssembly() => Assembly.Load(AssemblyName);

    /// <summary>What it references directly or through others, itself included.</summary>
    public IReadOnlySet<string> Closure()
    {
        var found = new HashSet<string> { Name };
        var queue = new Queue<Project>([this]);
        while (queue.TryDequeue(out var project))
        {
            foreach (var reference in project.References.Where(found.Add))
            {
                queue.Enqueue(Get(reference));
            }
        }

        return found;
    }

    public static Project Get(string name) => All.Single(project => project.Name == name);

    private static IReadOnlyList<Project> ReadLocal()
    {
        using var filter = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Local.slnf")));
        var names = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => Path.GetFileNameWithoutExtension(project.GetString()!)).ToHashSet();
        return [.. Product.Where(project => names.Contains(project.Name))];
    }

    private static Project Read(string path)
    {
        var xml = XDocument.Load(path);
        var imported = xml.Descendants("Import")
            .Select(import => Path.Combine(Path.GetDirectoryName(path)!, import.Attribute("Project")!.Value))
            .Where(File.Exists)
            .Select(file => XDocument.Load(file));
        XDocument[] documents = [xml, .. imported];
        return new(
            Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'),
            Path.GetFileNameWithoutExtension(path),
            xml.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(path),
            Has(documents, "OutputType", "Exe") || Has(documents, "IsTestProject", "true"),
            [.. Includes(documents, "ProjectReference").Select(Path.GetFileNameWithoutExtension)!],
            [.. Includes(documents, "PackageReference"), .. Includes(documents, "FrameworkReference")]);
    }

    private static bool Has(IEnumerable<XDocument> documents, string property, string value) =>
        documents.SelectMany(document => document.Descendants(property)).Any(element => element.Value == value);

    private static IEnumerable<string> Includes(IEnumerable<XDocument> documents, string element) =>
        documents.SelectMany(document => document.Descendants(element)).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
