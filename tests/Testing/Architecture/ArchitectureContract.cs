using System.Text.RegularExpressions;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using Pipeline.Testing.Environments;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Pipeline.Testing.Architecture;

/// <summary>
/// The walls of the house, as sentences. Each test project checks them on the product assemblies that it builds: Pipeline.Tests on
/// what builds from any package feed, Pipeline.Aws.Tests on everything.
/// </summary>
/// <param name="projects">Names of the product's projects that the test project builds.</param>
public abstract partial class ArchitectureContract(IEnumerable<string> projects)
{
    /// <summary>What each project may use directly. A project that is missing here may use none.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Pipeline.Imaging"] = [],
        ["Pipeline.Core"] = ["Pipeline.Imaging"],
        ["Pipeline.Vips"] = ["Pipeline.Imaging"],
        ["Pipeline.Magick"] = ["Pipeline.Imaging"],
        ["Pipeline.Photo"] = ["Pipeline.Imaging", "Pipeline.Core"],
        ["Pipeline.Codecs"] = ["Pipeline.Imaging", "Pipeline.Vips", "Pipeline.Magick"],
        ["Pipeline.Aws"] = ["Pipeline.Imaging", "Pipeline.Core"],
        ["Pipeline.Http"] = ["Pipeline.Imaging", "Pipeline.Core"],
        ["Pipeline.Lambda"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Aws"],
        ["Pipeline.Validate"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Lambda", "Pipeline.Codecs", "Pipeline.Photo"],
        ["Pipeline.Resize"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Lambda", "Pipeline.Codecs"],
        ["Pipeline.Describe"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Lambda"],
        ["Pipeline.Persist"] = ["Pipeline.Core", "Pipeline.Aws", "Pipeline.Lambda"],
        ["Pipeline.Remove"] = ["Pipeline.Core", "Pipeline.Aws", "Pipeline.Lambda"],
        ["Pipeline.Reconcile"] = ["Pipeline.Core", "Pipeline.Lambda"],
        ["Pipeline.Api"] = ["Pipeline.Core", "Pipeline.Aws", "Pipeline.Http", "Pipeline.Lambda"],
        ["Pipeline.Lake"] = ["Pipeline.Imaging", "Pipeline.Core"],
        ["Pipeline.Query"] = [],
        ["Pipeline.Backfill"] = ["Pipeline.Core", "Pipeline.Lambda"],
        ["Pipeline.Export"] = ["Pipeline.Core", "Pipeline.Aws", "Pipeline.Lake", "Pipeline.Lambda"],
        ["Pipeline.Webhook"] = ["Pipeline.Core", "Pipeline.Aws", "Pipeline.Lambda"],
        ["Pipeline.Interpreter"] = [],
        ["Pipeline.EventPatterns"] = [],
        ["Pipeline.Terminal"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Interpreter"],
        ["Pipeline.Host.Signatures"] = [],
        ["Pipeline.Host.Store"] = ["Pipeline.Imaging", "Pipeline.Core"],
        ["Pipeline.Host.Engine"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Host.Store", "Pipeline.Interpreter", "Pipeline.EventPatterns"],
        ["Pipeline.Host.S3"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Host.Signatures", "Pipeline.Host.Store", "Pipeline.Host.Engine"],
        ["Pipeline.Host.Gateway"] = ["Pipeline.Core", "Pipeline.Http", "Pipeline.Host.Signatures", "Pipeline.Host.Store", "Pipeline.Host.Engine"],
        ["Pipeline.Host.StepFunctions"] = ["Pipeline.Core", "Pipeline.Host.Signatures", "Pipeline.Host.Store", "Pipeline.Host.Engine", "Pipeline.Interpreter"],
        ["Pipeline.Host.Console"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Host.Store", "Pipeline.Host.Engine", "Pipeline.Interpreter"],
        ["Pipeline.Local"] =
        [
            "Pipeline.Imaging", "Pipeline.Core", "Pipeline.Codecs", "Pipeline.Lake", "Pipeline.Photo", "Pipeline.Interpreter", "Pipeline.Terminal", "Pipeline.Host.Store",
            "Pipeline.Host.Engine", "Pipeline.Host.Gateway", "Pipeline.Host.S3", "Pipeline.Host.Signatures", "Pipeline.Host.StepFunctions", "Pipeline.Host.Console",
        ],
        ["Pipeline.Infra"] = ["Pipeline.Core", "Pipeline.Lake"],
        ["Pipeline.Cloud"] = ["Pipeline.Imaging", "Pipeline.Core", "Pipeline.Aws", "Pipeline.Lake", "Pipeline.Interpreter", "Pipeline.EventPatterns", "Pipeline.Terminal"],
    };

    private readonly Dictionary<string, Assembly> _assemblies = projects.ToDictionary(
        project => project, project => Project.Get(project).LoadAssembly());

    private ArchUnitNET.Domain.Architecture Architecture => field ??= new ArchLoader().LoadAssemblies([.. _assemblies.Values]).Build();

    [Fact]
    public void ProjectsUseOnlyWhatTheyMay()
    {
        foreach (var (project, assembly) in _assemblies)
        {
            var forbidden = _assemblies.Keys.Except(Allowed.GetValueOrDefault(project, [])).Where(other => other != project).ToArray();
            foreach (var other in forbidden)
            {
                Types().That().ResideInAssembly(assembly).Should().NotDependOnAny(Types().That().ResideInAssembly(_assemblies[other]))
                    .Because($"{project} may not use {other}")
                    .WithoutRequiringPositiveResults()
                    .Check(Architecture);
            }
        }
    }

    [Fact]
    public void ProjectFilesReferenceOnlyWhatProjectsMayUse()
    {
        foreach (var project in Project.Product)
        {
            Assert.True(Allowed.ContainsKey(project.Name), $"{project.Name} has no line in the table of what projects may use.");
            Assert.Empty(project.References.Except(Allowed[project.Name]));
        }
    }

    [Fact]
    public void FoldersOfAProjectHaveNoCircles()
    {
        foreach (var project in _assemblies.Keys)
        {
            SliceRuleDefinition.Slices().Matching($"{project}(**)").Should().BeFreeOfCycles().Check(Architecture);
        }
    }

    [Fact]
    public void CoreAndImagingKnowNeitherAwsNorACodec()
    {
        foreach (var project in _assemblies.Keys.Intersect(["Pipeline.Core", "Pipeline.Imaging"]))
        {
            AssertKnowsNothingOf(project, "Amazon", "ImageMagick", "Pipeline.Vips", "Pipeline.Magick", "Pipeline.Codecs", "Pipeline.Aws", "Pipeline.Lambda");
        }
    }

    [Fact]
    public void OnlyTheDeploymentKnowsPulumi()
    {
        foreach (var project in _assemblies.Keys.Where(project => project != "Pipeline.Infra"))
        {
            AssertKnowsNothingOf(project, "Pulumi");
        }

        Assert.Equal(["Pipeline.Infra"], Project.Product.Where(project => project.Packages.Any(IsPulumi)).Select(project => project.Name));
    }

    [Fact]
    public void CommandsOfADeployedStackBuildWithoutWebServerDatabaseAndImageLibrary()
    {
        var packages = Project.Get("Pipeline.Cloud").Closure().SelectMany(name => Project.Get(name).Packages);

        Assert.DoesNotContain(packages, package => package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || package.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)
            || package.StartsWith("Magick", StringComparison.Ordinal));
        Assert.DoesNotContain("Pipeline.Vips", Project.Get("Pipeline.Cloud").Closure());
        Assert.DoesNotContain("Pipeline.Host.Console", Project.Get("Pipeline.Cloud").Closure());
    }

    [Fact]
    public void NoTestProjectReferencesAnother()
    {
        string[] runners = ["Pipeline.Tests", "Pipeline.Aws.Tests"];

        Assert.All(Project.All, project => Assert.Empty(project.References.Intersect(runners)));
    }

    [Fact]
    public void NamespacesEqualFolders()
    {
        var wrong = Project.All.SelectMany(project => SourceFiles(project).Select(file => (File: file, Expected: NamespaceOf(project, file))))
            .Select(source => (source.File, source.Expected, Found: NamespaceLine().Match(File.ReadAllText(source.File))))
            .Where(source => source.Found.Success && source.Found.Groups[1].Value != source.Expected)
            .Select(source => $"{Path.GetRelativePath(Repository.Root, source.File)}: {source.Found.Groups[1].Value}, not {source.Expected}")
            .ToArray();

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void MapInReadmeShowsTheReferencesBetweenProjects() => Assert.Equal(ReadmeMap.References().Order(), ReadmeMap.Arrows().Order());

    [Fact]
    public void EveryProjectHasAReadme() =>
        Assert.All(Project.Product, project => Assert.True(File.Exists(Repository.PathOf(project.Folder, "README.md")), $"{project.Folder} has no README.md."));

    private void AssertKnowsNothingOf(string project, params string[] namespaces)
    {
        foreach (var name in namespaces)
        {
            Types().That().ResideInAssembly(_assemblies[project]).Should()
                .NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^{Regex.Escape(name)}(\.|$)")
                .Because($"{project} may not know {name}")
                .Check(Architecture);
        }

        var references = _assemblies[project].GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.DoesNotContain(references, reference => namespaces.Any(name => reference.StartsWith(name, StringComparison.Ordinal)
            || (name == "Amazon" && reference.StartsWith("AWSSDK", StringComparison.Ordinal))
            || (name == "ImageMagick" && reference.StartsWith("Magick", StringComparison.Ordinal))));
    }

    private static bool IsPulumi(string package) => package.StartsWith("Pulumi", StringComparison.Ordinal);

    private static IEnumerable<string> SourceFiles(Project project)
    {
        var root = Repository.PathOf(project.Folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    /// <summary>
    /// A project's folders are its namespaces. Folders of tests follow the product's: those in lower case are areas (<c>functions</c>,
    /// <c>infra</c>), which no namespace has, and the folder of a project whose own is in lower case gives its last name.
    /// </summary>
    private static string NamespaceOf(Project project, string file)
    {
        var folder = Path.GetRelativePath(Repository.PathOf(project.Folder), Path.GetDirectoryName(file)!).Replace('\\', '/');
        var segments = folder == "." ? [] : folder.Split('/');
        return string.Join('.', [project.Name, .. project.IsTest ? segments.Select(TestSegment).OfType<string>() : segments]);
    }

    private static string? TestSegment(string segment, int index) => segment switch
    {
        "functions" or "statemachine" or "infra" => null,
        "aws" => "Infra",
        _ => char.ToUpperInvariant(segment[0]) + segment[1..],
    };

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
