using Pipeline.Core.Renditions;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Renditions;

public sealed class WatermarkReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WatermarkReaderTests()
    {
        Write("logo.png", SyntheticImages.Png(30, 10));
        Write("brand/other.png", SyntheticImages.Png(20, 20, seed: 1));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RenditionsHaveTheWatermarkOfTheSetUnlessTheyChangeIt()
    {
        const string Json = """
            {
              "watermark": { "file": "logo.png", "position": "southEast", "margin": 8, "opacity": 0.6, "scale": 0.25 },
              "renditions": [
                { "name": "same", "width": 1 },
                { "name": "on", "width": 1, "watermark": true },
                { "name": "off", "width": 1, "watermark": false },
                { "name": "changed", "width": 1, "watermark": { "position": "northwest", "scale": 1 } },
                { "name": "other", "width": 1, "watermark": { "file": "brand/../brand/other.png", "margin": 0 } }
              ]
            }
            """;

        var set = Read(Json);

        Assert.Equal(2, set.Watermarks.Count);
        var (logo, other) = (set.Watermarks[0].Sha256, set.Watermarks[1].Sha256);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.Path, "logo.png")), set.Watermarks[0].Content.ToArray());
        Assert.Equal(
            [
                new Watermark(logo, Gravity.SouthEast, 8, 0.6, 0.25),
                new Watermark(logo, Gravity.SouthEast, 8, 0.6, 0.25),
                null,
                new Watermark(logo, Gravity.NorthWest, 8, 0.6, 1),
                new Watermark(other, Gravity.SouthEast, 0, 0.6, 0.25),
            ],
            set.Default.Renditions.Select(rendition => rendition.Watermark));
    }

    [Fact]
    public void RenditionMayHaveAWatermarkOfItsOwn()
    {
        var set = Read("""{"renditions": [{"name": "a", "width": 1}, {"name": "b", "width": 1, "watermark": {"file": "logo.png"}}]}""");

        Assert.Equal([null, new Watermark(Assert.Single(set.Watermarks).Sha256)], set.Default.Renditions.Select(rendition => rendition.Watermark));
    }

    [Fact]
    public void SetsHaveTheWatermarkOfTheFileUnlessTheyChangeIt()
    {
        const string Json = """
            {
              "watermark": { "file": "logo.png", "margin": 8 },
              "renditions": [{ "name": "a", "width": 1 }],
              "sets": [
                { "prefix": "same/", "renditions": [{ "name": "a", "width": 1 }] },
                { "prefix": "on/", "watermark": true, "renditions": [{ "name": "a", "width": 1 }] },
                { "prefix": "off/", "watermark": false, "renditions": [{ "name": "a", "width": 1 }] },
                { "prefix": "changed/", "watermark": { "scale": 1 }, "renditions": [{ "name": "a", "width": 1, "watermark": { "position": "north" } }] },
                { "prefix": "other/", "watermark": { "file": "brand/other.png" }, "renditions": [{ "name": "a", "width": 1 }] },
                { "prefix": "last/", "renditions": [{ "name": "a", "width": 1, "watermark": true }] }
              ]
            }
            """;

        var sets = Read(Json);

        Assert.Equal(["logo.png", "other.png"], sets.Watermarks.Select(file => Path.GetFileName(file.Path)));
        var logo = new Watermark(sets.Watermarks[0].Sha256, Margin: 8);
        Assert.Equal(
            [logo, logo, logo, null, logo with { Scale = 1, Position = Gravity.North }, logo with { Sha256 = sets.Watermarks[1].Sha256 }, logo],
            new[] { "", "same/", "on/", "off/", "changed/", "other/", "last/" }.Select(key => Assert.Single(sets.Find(key).Set.Renditions).Watermark));
    }

    [Fact]
    public void SetMayHaveAWatermarkThatOtherSetsDoNotHave()
    {
        var sets = Read("""
            {
              "sets": [
                { "prefix": "a/", "watermark": { "file": "logo.png" }, "renditions": [{ "name": "a", "width": 1, "watermark": { "margin": 0 } }] },
                { "prefix": "", "renditions": [{ "name": "a", "width": 1 }] }
              ]
            }
            """);

        Assert.Null(Assert.Single(sets.Default.Renditions).Watermark);
        Assert.Equal(new Watermark(Assert.Single(sets.Watermarks).Sha256, Margin: 0), Assert.Single(sets.Find("a/").Set.Renditions).Watermark);
    }

    [Theory]
    [InlineData("true", "true", "$.sets[0].watermark", "is true, but the file has no \"watermark\" outside of its sets; add one there, or name a \"file\" here")]
    [InlineData("""{"scale": 0.5}""", "true", "$.sets[0].watermark", "has no \"file\"; it must name a PNG")]
    [InlineData("false", "true", "$.sets[0].renditions[0].watermark", "is true, but the set has no \"watermark\"; add one to the set, or name a \"file\" here")]
    [InlineData("false", """{"scale": 0.5}""", "$.sets[0].renditions[0].watermark", "has no \"file\"; it must name a PNG")]
    public void SetCannotUseWhatTheFileDoesNotHave(string ofSet, string ofRendition, string path, string message) => Assert.Equal(
        [new(path, message)],
        Problems($$"""
            {
              "renditions": [{"name": "a", "width": 1}],
              "sets": [{"prefix": "a/", "watermark": {{ofSet}}, "renditions": [{"name": "a", "width": 1, "watermark": {{ofRendition}}}]}]
            }
            """));

    [Theory]
    [InlineData("""{"file": "logo.png", "position": "attention"}""", "position",
        "is \"attention\"; it must be one of centre, center, north, northeast, east, southeast, south, southwest, west, northwest, northEast, southEast, southWest, northWest")]
    [InlineData("""{"file": "logo.png", "margin": -1}""", "margin", "is -1; it must be between 0 and 16383")]
    [InlineData("""{"file": "logo.png", "opacity": 1.1}""", "opacity", "is 1.1; it must be a number between 0 and 1")]
    [InlineData("""{"file": "logo.png", "scale": 0}""", "scale", "is 0; it must be a number between 0.01 and 1")]
    [InlineData("""{"file": 7}""", "file", "is 7; it must be a string")]
    [InlineData("""{"file": "logo.png", "repeat in tiles": true}""", "['repeat in tiles']", "is not known; the known properties are file, position, margin, opacity, scale")]
    public void InvalidPropertyIsRefused(string watermark, string property, string message) =>
        Assert.Equal([new($"$.watermark{(property[0] == '[' ? "" : ".")}{property}", message)], Problems($$"""{"watermark": {{watermark}}, "renditions": [{"name": "a", "width": 1}]}"""));

    [Fact]
    public void InvalidFileIsRefused()
    {
        Write("photo.png", SyntheticImages.Jpeg(20, 20));
        Write("text.png", "this is no picture"u8.ToArray());
        Write("large.png", [.. SyntheticImages.Png(20, 20), .. new byte[Watermark.MaxBytes]]);
        Write("wide.png", PngFile.Write(4097, 1, 8, PngFile.Grey, new byte[4097]));
        Write("damaged.png", SyntheticImages.Png(20, 20)[..20]);

        Assert.Equal("is \"photo.png\", which is JPEG, judging by its content; it must be a PNG", FileProblem("photo.png"));
        Assert.StartsWith("is \"text.png\", which is ", FileProblem("text.png"), StringComparison.Ordinal);
        Assert.Matches("^is \"large.png\", which has 1,00[0-9],[0-9]{3} bytes; at most 1,000,000 are allowed$", FileProblem("large.png"));
        Assert.Equal("is \"wide.png\", which has 4097 × 1 pixels; 1 to 4096 on either side are allowed", FileProblem("wide.png"));
        Assert.Equal("is \"damaged.png\", which is a damaged PNG", FileProblem("damaged.png"));
        Assert.StartsWith("is \"missing.png\", which cannot be read: ", FileProblem("missing.png"), StringComparison.Ordinal);
        Assert.StartsWith("is \"brand\", which cannot be read: ", FileProblem("brand"), StringComparison.Ordinal);
        Assert.StartsWith("is \"\", which cannot be read: ", FileProblem(""), StringComparison.Ordinal);
    }

    [Fact]
    public void RenditionCannotSwitchOnWhatTheSetDoesNotHave() => Assert.Equal(
        [new("$.renditions[0].watermark", "is true, but the set has no \"watermark\"; add one to the set, or name a \"file\" here")],
        Problems("""{"renditions": [{"name": "a", "width": 1, "watermark": true}]}"""));

    [Fact]
    public void ContentOfTheFileIsPartOfTheHashAndItsPathIsNot()
    {
        const string Json = """{"watermark": {"file": "logo.png"}, "renditions": [{"name": "a", "width": 1}]}""";
        var before = RenditionSetHash.Compute(Read(Json).Default);
        File.Copy(Path.Combine(_folder.Path, "logo.png"), Path.Combine(_folder.Path, "copy.png"));
        var copied = RenditionSetHash.Compute(Read(Json.Replace("logo", "copy", StringComparison.Ordinal)).Default);
        Write("logo.png", SyntheticImages.Png(30, 10, seed: 2));

        Assert.Equal(before, copied);
        Assert.NotEqual(before, RenditionSetHash.Compute(Read(Json).Default));
    }

    [SchemaFact]
    public void SchemaAgrees()
    {
        string[] valid =
        [
            """{"watermark": {"file": "logo.png", "position": "southEast", "margin": 16, "opacity": 0.6, "scale": 0.2}, "renditions": [{"name": "a", "width": 1, "watermark": {"scale": 1}}]}""",
            """{"renditions": [{"name": "a", "width": 1, "watermark": {"file": "logo.png", "position": "center"}}]}""",
            """{"watermark": {"file": "logo.png"}, "sets": [{"prefix": "", "watermark": {"margin": 1}, "renditions": [{"name": "a", "width": 1}]}]}""",
        ];
        string[] invalid =
        [
            """{"watermark": {"file": "logo.png", "scale": 0}, "renditions": [{"name": "a", "width": 1}]}""",
            """{"watermark": {"file": "logo.png", "position": "focal"}, "renditions": [{"name": "a", "width": 1}]}""",
            """{"watermark": {"file": "logo.png", "margin": 1.5}, "renditions": [{"name": "a", "width": 1}]}""",
            """{"watermark": {"file": "logo.png"}, "sets": [{"prefix": "", "watermark": {"scale": 2}, "renditions": [{"name": "a", "width": 1}]}]}""",
        ];

        Assert.All(valid, json => Assert.NotEmpty(Read(json).Watermarks));
        Assert.All(invalid, json => Assert.Single(Problems(json)));
        Assert.Equal([true, true, true, false, false, false, false], SchemaCheck.Validate([.. valid, .. invalid]));
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private RenditionSets Read(string json) => RenditionSetReader.Read(json, "r.json", _folder.Path);

    private IReadOnlyList<RenditionSetProblem> Problems(string json) => Assert.Throws<InvalidRenditionSetException>(() => Read(json)).Problems;

    private string FileProblem(string name)
    {
        var problem = Assert.Single(Problems($$"""{"watermark": {"file": "{{name}}"}, "renditions": [{"name": "a", "width": 1}]}"""));
        Assert.Equal("$.watermark.file", problem.Path);
        return problem.Message;
    }
}
