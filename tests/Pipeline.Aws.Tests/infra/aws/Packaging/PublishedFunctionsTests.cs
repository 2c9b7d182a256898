using System.Reflection.PortableExecutable;
using System.Text.Json;
using Pipeline.Infra.Packaging;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra.Packaging;

[Collection(nameof(PublishedFunctions))]
public sealed class PublishedFunctionsTests(PublishedFunctions published)
{
    /// <summary>Maximum size of a zip in bytes, including the native libraries of libvips (8 MB) and ImageMagick (14 MB). Lambda accepts 50 MB.</summary>
    private const long MaxBytesWithCodecs = 40_000_000;

    /// <summary>Maximum size of a zip without them, in bytes.</summary>
    private const long MaxBytesWithoutCodecs = 5_000_000;

    /// <summary>Maximum size of the zip of the HTTP API, whose routes share one, in bytes.</summary>
    private const long MaxBytesOfApi = 6_000_000;

    /// <summary>Maximum size of the zip that writes Parquet files, in bytes.</summary>
    private const long MaxBytesOfExport = 7_000_000;

    public static TheoryData<string> Functions => [.. FunctionPackages.Functions];

    [Theory]
    [MemberData(nameof(Functions))]
    public void ZipIsReproducibleAndNotTooLarge(string function)
    {
        using var folder = new TemporaryFolder();
        var zip = Path.Combine(folder.Path, "function.zip");
        var first = FunctionPackage.Create(published.FolderOf(function), new Dictionary<string, byte[]>(), zip);

        Assert.Equal(first, FunctionPackage.Create(published.FolderOf(function), new Dictionary<string, byte[]>(), zip));
        Assert.InRange(new FileInfo(zip).Length, 100_000, function switch { "Validate" or "Resize" => MaxBytesWithCodecs, "Api" => MaxBytesOfApi, "Export" => MaxBytesOfExport, _ => MaxBytesWithoutCodecs });
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void PackageHasOnlyTheHandlerAndItsRuntimeFiles(string function)
    {
        var files = Directory.GetFiles(published.FolderOf(function)).Select(path => Path.GetFileName(path)).ToArray();

        Assert.Superset(
            new HashSet<string> { $"Pipeline.{function}.dll", $"Pipeline.{function}.runtimeconfig.json", $"Pipeline.{function}.deps.json" }, files.ToHashSet());
        Assert.DoesNotContain($"Pipeline.{function}", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".pdb", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal));
        Assert.Equal(function is "Validate" or "Resize", files.Any(file => file.Contains("Magick", StringComparison.Ordinal)));
        Assert.Equal(function is "Validate" or "Resize", File.Exists(Path.Combine(published.FolderOf(function), "imagemagick", "policy.xml")));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void RuntimeIsConfiguredForOneVirtualProcessor(string function)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(published.FolderOf(function), $"Pipeline.{function}.runtimeconfig.json")));

        var options = config.RootElement.GetProperty("runtimeOptions");
        var properties = options.GetProperty("configProperties");
        Assert.Equal("Microsoft.NETCore.App", options.GetProperty("framework").GetProperty("name").GetString());
        Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
        Assert.False(properties.GetProperty("System.GC.Concurrent").GetBoolean());
        Assert.False(properties.GetProperty("System.Runtime.TieredPGO").GetBoolean());
        Assert.True(properties.GetProperty("System.Globalization.Invariant").GetBoolean());
        Assert.False(properties.GetProperty("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void AssembliesArePrecompiled(string function)
    {
        string[] photo = function == "Validate" ? ["Pipeline.Photo.dll", "MetadataExtractor.dll"] : [];
        foreach (var name in (string[])[$"Pipeline.{function}.dll", "Pipeline.Core.dll", "Pipeline.Lambda.dll", "Pipeline.Aws.dll", "AWSSDK.S3.dll", .. photo])
        {
            using var image = new PEReader(File.OpenRead(Path.Combine(published.FolderOf(function), name)));

            Assert.True(image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{name} contains no precompiled code");
        }
    }

    [Fact]
    public void SameSourceAtAnotherPathGivesTheSameZip()
    {
        using var folder = new TemporaryFolder();
        var copy = published.PublishCopy("Persist");

        Assert.Equal(
            FunctionPackage.Create(published.FolderOf("Persist"), new Dictionary<string, byte[]>(), Path.Combine(folder.Path, "here.zip")),
            FunctionPackage.Create(copy, new Dictionary<string, byte[]>(), Path.Combine(folder.Path, "there.zip")));
    }
}

/// <summary>The native libraries of the codecs are in the packages of the functions that use them.</summary>
[Collection(nameof(PublishedFunctions))]
public sealed class PublishedNativeLibraryTests(PublishedFunctions published)
{
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    public void NativeLibrariesArePackagedForOnePlatform(string function)
    {
        var libraries = Directory.GetFiles(published.FolderOf(function), "*.so*", SearchOption.AllDirectories);

        Assert.Equal(
            ["Magick.Native-Q8-x64.dll.so", "libvips.so.42"],
            libraries.Select(path => Path.GetRelativePath(published.FolderOf(function), path)).Order(StringComparer.Ordinal));
    }
}
