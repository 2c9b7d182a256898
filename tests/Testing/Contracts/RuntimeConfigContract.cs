using System.Text.Json.Nodes;
using Pipeline.Testing.Architecture;

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
    protected static IReadOnlySet<string> FindAllPrograms() => NamePrograms(Project.All);

    /// <summary>Returns the names of the programs that a test project references, directly or not, and of the test project itself.</summary>
    protected static IReadOnlySet<string> FindPrograms(string testProject) => NamePrograms(Project.Get(testProject).Closure().Select(Project.Get));

    private static HashSet<string> NamePrograms(IEnumerable<Project> projects) =>
        projects.Where(project => project.IsProgram).Select(project => project.AssemblyName).ToHashSet();

    private static JsonNode ReadOptions(string program) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")))!["runtimeOptions"]!;
}
