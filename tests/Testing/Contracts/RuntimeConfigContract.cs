using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// The runtime settings that the build writes for every program. A test project checks the programs that it references, because their
/// files are copied to its output folder.
/// </summary>
/// <param name="testProject">Name of the test project.</param>
public abstract class RuntimeConfigContract(string testProject)
{
    /// <summary>Programs whose client libraries serialise JSON by reflection.</summary>
    private static readonly string[] ReflectingPrograms = ["Pipeline.Infra", "pipeline-cloud", "Pipeline.Aws.Tests"];

    [Fact]
    public void ProgramsRunOnANewerRuntimeWhereDotNet10IsMissing() =>
        Assert.All(FindPrograms(testProject), program => Assert.Equal("Major", (string?)ReadOptions(program)["rollForward"]));

    [Fact]
    public void OnlyProgramsWithClientLibrariesSerialiseByReflection() =>
        Assert.All(FindPrograms(testProject), program => Assert.Equal(
            ReflectingPrograms.Contains(program),
            (bool)ReadOptions(program)["configProperties"]!["System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault"]!));

    /// <summary>Returns the names of all programs in the repository.</summary>
    protected static IReadOnlySet<string> FindAllPrograms()
    {
        var projects =
            from folder in new[] { "functions", "statemachine", "infra", "tests" }
            from project in Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)
            select project;
        return projects.Where(IsProgram).Select(ReadAssemblyName).ToHashSet();
    }

    /// <summary>Returns the names of the programs that a test project references, directly or not, and of the test project itself.</summary>
    protected static IReadOnlySet<string> FindPrograms(string testProject)
    {
        var projects = new HashSet<string>();
        AddWithReferences(Repository.PathOf("tests", testProject, $"{testProject}.csproj"), projects);
        return projects.Where(IsProgram).Select(ReadAssemblyName).ToHashSet();
    }

    private static void AddWithReferences(string project, HashSet<string> projects)
    {
        if (!projects.Add(project))
        {
            return;
        }

        var references = XDocument.Load(project).Descendants("ProjectReference").Select(reference => (string)reference.Attribute("Include")!);
        // A property in the path chooses the codec, which is not a program.
        foreach (var reference in references.Where(path => !path.Contains("$(", StringComparison.Ordinal)))
        {
            AddWithReferences(Path.GetFullPath(reference, Path.GetDirectoryName(project)!), projects);
        }
    }

    private static JsonNode ReadOptions(string program) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")))!["runtimeOptions"]!;

    private static bool IsProgram(string project)
    {
        var text = File.ReadAllText(project);
        return text.Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal)
            || text.Contains("<IsTestProject>true</IsTestProject>", StringComparison.Ordinal)
            || text.Contains("Function.props", StringComparison.Ordinal);
    }

    private static string ReadAssemblyName(string project) =>
        XDocument.Load(project).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
}
