using System.IO.Compression;
using System.Text;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Infra.Packaging;
using Pipeline.Lambda;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Infra.Packaging;

public sealed class FunctionPackageTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> NoAdditions = [];
    private static readonly PackagedRenditionSet NoWatermarks = new("{}", NoAdditions);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SameFilesGiveTheSameZipWhateverTheirTimes()
    {
        var first = Publish("first", ["b.dll", "a.dll", "imagemagick/policy.xml"]);
        var second = Publish("second", ["imagemagick/policy.xml", "a.dll", "b.dll"]);
        File.SetLastWriteTimeUtc(Path.Combine(second, "a.dll"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Equal(FunctionPackage.Create(first, NoAdditions, Zip("first.zip")), FunctionPackage.Create(second, NoAdditions, Zip("second.zip")));
        Assert.Equal(File.ReadAllBytes(Zip("first.zip")), File.ReadAllBytes(Zip("second.zip")));
    }

    [Fact]
    public void ChangedContentChangesTheHash()
    {
        var folder = Publish("first", ["a.dll"]);
        var before = FunctionPackage.Create(folder, NoAdditions, Zip("a.zip"));
        File.AppendAllText(Path.Combine(folder, "a.dll"), "changed");

        Assert.NotEqual(before, FunctionPackage.Create(folder, NoAdditions, Zip("a.zip")));
    }

    [Fact]
    public void EntriesAreOrderedReadableByAllAndHaveTheSameTime()
    {
        FunctionPackage.Create(Publish("first", ["b.dll", "a.dll", "imagemagick/policy.xml"]), new Dictionary<string, byte[]> { ["renditions.json"] = "{}"u8.ToArray() }, Zip("a.zip"));

        using var zip = ZipFile.OpenRead(Zip("a.zip"));
        Assert.Equal(["a.dll", "b.dll", "imagemagick/policy.xml", "renditions.json"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal((0x81A4, new DateTime(1980, 1, 1)), (entry.ExternalAttributes >>> 16, entry.LastWriteTime.DateTime)));
        using var added = new StreamReader(zip.GetEntry("renditions.json")!.Open());
        Assert.Equal("{}", added.ReadToEnd());
    }

    [Fact]
    public void AdditionalEntryNeverReplacesAPublishedFile()
    {
        var folder = Publish("first", ["a.dll"]);

        var refused = Assert.Throws<InvalidOperationException>(
            () => FunctionPackage.Create(folder, new Dictionary<string, byte[]> { ["a.dll"] = [] }, Zip("a.zip")));

        Assert.Contains("a.dll", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFunctionsArePackedAndOnlyValidateGetsTheRenditionSet()
    {
        foreach (var function in FunctionPackages.Functions)
        {
            Publish($"artifacts/functions/arm64/{function}", [$"Pipeline.{function}.dll"]);
        }

        var folder = FunctionPackages.Pack(_folder.Path, "arm64", "both", NoWatermarks);

        Assert.Equal(
            ["Api.zip", "Backfill.zip", "Describe.zip", "Export.zip", "Persist.zip", "Reconcile.zip", "Remove.zip", "Resize.zip", "Validate.zip", "Webhook.zip"],
            Directory.GetFiles(folder, "*.zip").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(["Validate"], FunctionPackages.Functions.Where(function =>
        {
            using var zip = ZipFile.OpenRead(Path.Combine(folder, $"{function}.zip"));
            return zip.GetEntry("renditions.json") is not null;
        }));
    }

    [Theory]
    [InlineData("both", "Magick.Native-Q8-arm64.dll.so", "libvips.so.42")]
    [InlineData("vips", "libvips.so.42")]
    [InlineData("magick", "Magick.Native-Q8-arm64.dll.so")]
    public void OnlyTheChosenImageLibrariesArePacked(string codecs, params string[] expected)
    {
        foreach (var function in FunctionPackages.Functions)
        {
            Publish($"artifacts/functions/arm64/{function}", [$"Pipeline.{function}.dll", "libvips.so.42", "Magick.Native-Q8-arm64.dll.so"]);
        }

        var folder = FunctionPackages.Pack(_folder.Path, "arm64", codecs, NoWatermarks);

        using var zip = ZipFile.OpenRead(Path.Combine(folder, "Resize.zip"));
        Assert.Equal(expected.Append("Pipeline.Resize.dll").Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ValidateAndResizeGetTheWatermarksByTheirContent()
    {
        foreach (var function in FunctionPackages.Functions)
        {
            Publish($"artifacts/functions/arm64/{function}", [$"Pipeline.{function}.dll"]);
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "sets"));
        var file = Path.Combine(_folder.Path, "sets", "web.json");
        File.WriteAllBytes(Path.Combine(_folder.Path, "logo.png"), SyntheticImages.Png(20, 10));
        File.WriteAllBytes(Path.Combine(_folder.Path, "sets", "copy.png"), SyntheticImages.Png(20, 10));
        File.WriteAllText(file, """
            {"watermark": {"file": "../logo.png", "scale": 0.5},
             "renditions": [{"name": "a", "width": 10}, {"name": "b", "width": 10, "watermark": {"file": "copy.png"}}]}
            """);
        var set = RenditionSetReader.Read(File.ReadAllText(file), "web.json", Path.GetDirectoryName(file));

        var folder = FunctionPackages.Pack(_folder.Path, "arm64", "both", PackagedRenditionSet.Read(file));

        var watermark = FunctionEnvironment.WatermarkFile(Assert.Single(set.Watermarks).Sha256);
        Assert.Equal(["Validate", "Resize"], FunctionPackages.Functions.Where(function =>
        {
            using var zip = ZipFile.OpenRead(Path.Combine(folder, $"{function}.zip"));
            return zip.GetEntry(watermark) is not null;
        }));
        var unzipped = Path.Combine(_folder.Path, "unzipped");
        ZipFile.ExtractToDirectory(Path.Combine(folder, "Validate.zip"), unzipped);
        var deployed = FunctionSettings.ReadRenditions(unzipped);
        Assert.Equal(set.Default.Renditions, deployed.Default.Renditions);
        Assert.Equal(RenditionSetHash.Compute(set.Default), RenditionSetHash.Compute(deployed.Default));
        Assert.Equal(SyntheticImages.Png(20, 10), FunctionSettings.ReadWatermark(unzipped, set.Watermarks[0].Sha256).ToArray());
        Assert.True(FunctionSettings.ReadWatermark(unzipped, "00").IsEmpty);
    }

    [Fact]
    public void WatermarksOfAllSetsArePacked()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "logo.png"), SyntheticImages.Png(20, 10));
        File.WriteAllBytes(Path.Combine(_folder.Path, "shop.png"), SyntheticImages.Png(20, 10, seed: 1));
        File.WriteAllBytes(Path.Combine(_folder.Path, "team.png"), SyntheticImages.Png(20, 10, seed: 2));
        var file = Path.Combine(_folder.Path, "sets.json");
        File.WriteAllText(file, """
            {"watermark": {"file": "logo.png"},
             "sets": [
               {"prefix": "", "watermark": false, "renditions": [{"name": "a", "width": 10}]},
               {"prefix": "shop/", "watermark": {"file": "shop.png"}, "renditions": [{"name": "a", "width": 10}]},
               {"prefix": "team/", "watermark": false, "renditions": [{"name": "a", "width": 10, "watermark": {"file": "team.png"}}]}]}
            """);
        var sets = RenditionSetReader.Read(File.ReadAllText(file), "sets.json", _folder.Path);

        var packaged = PackagedRenditionSet.Read(file);

        var unzipped = Path.Combine(_folder.Path, "unzipped");
        FunctionPackage.Create(
            Publish("published", ["Pipeline.Validate.dll"]),
            new Dictionary<string, byte[]>(packaged.Watermarks) { [FunctionEnvironment.RenditionsFile] = Encoding.UTF8.GetBytes(packaged.Text) },
            Path.Combine(_folder.Path, "Validate.zip"));
        ZipFile.ExtractToDirectory(Path.Combine(_folder.Path, "Validate.zip"), unzipped);
        var deployed = FunctionSettings.ReadRenditions(unzipped);
        Assert.Equal(3, sets.Watermarks.Count);
        Assert.Equal(sets.Watermarks.Select(watermark => watermark.Sha256), deployed.Watermarks.Select(watermark => watermark.Sha256));
        Assert.All(new[] { "a", "shop/a", "team/a" }, key => Assert.Equal(sets.Find(key).Hash, deployed.Find(key).Hash));
    }

    [Fact]
    public void UnpublishedFunctionIsNamed()
    {
        Publish("artifacts/functions/x86_64/Validate", ["Pipeline.Validate.dll"]);

        var missing = Assert.Throws<DirectoryNotFoundException>(() => FunctionPackages.Pack(_folder.Path, "x86_64", "both", NoWatermarks));

        Assert.Contains(Path.Combine("x86_64", "Resize"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Zip(string name) => Path.Combine(_folder.Path, name);

    private string Publish(string folder, string[] files)
    {
        var path = Path.Combine(_folder.Path, folder);
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, file))!);
            File.WriteAllText(Path.Combine(path, file), file);
        }

        return path;
    }
}
