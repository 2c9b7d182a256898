using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests;

/// <summary>What the build tells the runtime about every program. Their files lie beside these tests, which reference them all.</summary>
public sealed class RuntimeConfigTests
{
    /// <summary>Programs whose client libraries write JSON by reflection.</summary>
    private static readonly string[] Reflecting = ["Pipeline.Infra", "pipeline-cloud", "Pipeline.Aws.Tests"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void ProgramRunsOnANewerRuntimeWhereDotNet10IsMissing(string program) =>
        Assert.Equal("Major", (string?)Options(program)["rollForward"]);

    [Theory]
    [MemberData(nameof(Programs))]
    public void OnlyProgramsWithClientLibrariesSerialiseByReflection(string program) => Assert.Equal(
        Reflecting.Contains(program),
        (bool)Options(program)["configProperties"]!["System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault"]!);

    public static TheoryData<string> Programs => [.. Projects().Where(IsProgram).Select(AssemblyName)];

    private static JsonNode Options(string program) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")))!["runtimeOptions"]!;

    private static IEnumerable<string> Projects() =>
        from folder in new[] { "functions", "statemachine", "infra", "tests" }
        from project in Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)
        select project;

    private static bool IsProgram(string project)
    {
        var text = File.ReadAllText(project);
        return text.Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal)
            || text.Contains("<IsTestProject>true</IsTestProject>", StringComparison.Ordinal)
            || text.Contains("Function.props", StringComparison.Ordinal);
    }

    private static string AssemblyName(string project) =>
        XDocument.Load(project).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
}
