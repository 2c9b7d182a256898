using Pipeline.Core.Renditions;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Renditions;

public sealed class RenditionSetReaderTests
{
    public static TheoryData<string> ValidFiles => [.. RenditionSetCases.Valid];

    public static TheoryData<string, string, string> InvalidFiles
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (json, path, message) in RenditionSetCases.Invalid)
            {
                data.Add(json, path, message);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void ValidFileIsRead(string json) => Assert.NotEmpty(RenditionSetReader.Read(json, "r.json").Default.Renditions);

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void InvalidFileIsRefusedWithPathAndBound(string json, string path, string message)
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(json, "r.json"));

        Assert.Equal([new RenditionSetProblem(path, message)], e.Problems);
        Assert.Equal($"r.json: {path} {message}", e.Message);
    }

    [Fact]
    public void ExampleFileIsTheDefaultSet()
    {
        var set = RenditionSetReader.Read(File.ReadAllText(Repository.PathOf("statemachine", "samples", "renditions.json")), "renditions.json").Default;

        Assert.Equal(RenditionSet.Default.Renditions, set.Renditions);
        Assert.Equal(RenditionSet.Default.KeepCopyright, set.KeepCopyright);
    }

    [Fact]
    public void EveryPropertyIsRead()
    {
        var set = RenditionSetReader.Read(
            """
            {"keepCopyright": true, "renditions": [{"name": "card", "width": 640, "height": 480, "fit": "contain", "gravity": "southwest",
             "format": "avif", "quality": 55, "effort": 7, "background": "#11223344", "enlarge": true, "animation": "first"}]}
            """,
            "r.json").Default;

        Assert.True(set.KeepCopyright);
        Assert.Equal(
            new Rendition("card", 640, 480, Fit.Contain, Gravity.SouthWest, RenditionFormat.Avif, 55, 7, "#11223344", true, AnimationMode.First),
            Assert.Single(set.Renditions));
    }

    [Fact]
    public void AllProblemsAreReportedInOneMessage()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(
            """{"renditions": [{"name": "a", "width": 20000, "quality": 0}, {"name": "b", "hight": 3}]}""", "sets/web.json"));

        Assert.Equal(
            """
            sets/web.json: $.renditions[0].width is 20000; it must be between 1 and 16383
            sets/web.json: $.renditions[0].quality is 0; it must be between 1 and 100
            sets/web.json: $.renditions[1].hight is not known; did you mean "height"?
            sets/web.json: $.renditions[1] has neither "width" nor "height"; it must have at least one of them
            """.ReplaceLineEndings("\n"),
            e.Message);
    }

    [Fact]
    public void DuplicateNameIsRefused()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(
            """{"renditions": [{"name": "a", "width": 1}, {"name": "b", "width": 1}, {"name": "a", "width": 2}]}""", "r.json"));

        Assert.Equal("r.json: $.renditions[2].name is \"a\", which is also the name of $.renditions[0]; names must be unique", e.Message);
    }

    [Fact]
    public void EveryPropertyOfASetWithAPrefixIsRead()
    {
        var sets = RenditionSetReader.Read(
            """
            {"keepCopyright": true, "colours": "p3", "renditions": [{"name": "a", "width": 1}], "sets": [
              {"prefix": "b/", "renditions": [{"name": "b", "width": 2}, {"name": "c", "height": 3}]},
              {"prefix": "d/", "keepCopyright": false, "colours": "srgb", "renditions": [{"name": "d", "width": 4}]}]}
            """,
            "r.json");

        Assert.Equal([new Rendition("a", 1)], sets.Default.Renditions);
        Assert.True(sets.Default.KeepCopyright);
        Assert.Equal([new Rendition("b", 2), new Rendition("c", Height: 3)], sets.Find("b/1.jpg").Set.Renditions);
        Assert.True(sets.Find("b/1.jpg").Set.KeepCopyright);
        Assert.Equal([new Rendition("d", 4)], sets.Find("d/1.jpg").Set.Renditions);
        Assert.False(sets.Find("d/1.jpg").Set.KeepCopyright);
        Assert.Equal((Gamut.P3, Gamut.P3, Gamut.Srgb), (sets.Default.Colours, sets.Find("b/1.jpg").Set.Colours, sets.Find("d/1.jpg").Set.Colours));
    }

    [Fact]
    public void SetWithAnEmptyPrefixIsForAllOtherKeys()
    {
        var sets = RenditionSetReader.Read(
            """
            {"sets": [{"prefix": "", "renditions": [{"name": "a", "width": 1}]}, {"prefix": "b/", "renditions": [{"name": "b", "width": 1}]}]}
            """,
            "r.json");

        Assert.Equal("a", Assert.Single(sets.Default.Renditions).Name);
        Assert.Equal(("", "b/"), (sets.Find("1.jpg").Prefix, sets.Find("b/1.jpg").Prefix));
    }

    [Theory]
    [InlineData("1.jpg", "small", "large")]
    [InlineData("avatars/1.jpg", "icon", "profile")]
    [InlineData("avatars/companies/1.jpg", "logo")]
    [InlineData("prints/1.jpg", "preview", "print")]
    public void SampleFileHasSetsByPrefix(string key, params string[] names)
    {
        var sets = RenditionSetReader.Read(
            File.ReadAllText(Repository.PathOf("statemachine", "samples", "renditions-by-prefix.json")), "renditions-by-prefix.json");

        Assert.Equal(names, sets.Find(key).Set.Renditions.Select(rendition => rendition.Name));
    }

    [Fact]
    public void DuplicatePrefixIsRefused()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(
            """
            {"renditions": [{"name": "a", "width": 1}], "sets": [
              {"prefix": "b/", "renditions": [{"name": "b", "width": 1}]},
              {"prefix": "c/", "renditions": [{"name": "b", "width": 1}]},
              {"prefix": "b/", "renditions": [{"name": "b", "width": 2}, {"name": "b", "width": 3}]}]}
            """,
            "r.json"));

        Assert.Equal(
            """
            r.json: $.sets[2].renditions[1].name is "b", which is also the name of $.sets[2].renditions[0]; names must be unique
            r.json: $.sets[2].prefix is "b/", which is also the prefix of $.sets[0]; prefixes must be unique
            """.ReplaceLineEndings("\n"),
            e.Message);
    }

    [Fact]
    public void PrefixThatIsNotTextIsRefused()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(
            """{"renditions": [{"name": "a", "width": 1}], "sets": [{"prefix": "\ud800", "renditions": [{"name": "a", "width": 1}]}]}""", "r.json"));

        Assert.Equal("r.json: $.sets[0].prefix is \"\\ud800\"; it must be valid text, without half of a surrogate pair", e.Message);
    }

    [Fact]
    public void DuplicatePropertyIsRefused()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(
            """{"renditions": [{"name": "a", "width": 1, "width": 2}]}""", "r.json"));

        Assert.Equal("r.json: $.renditions[0].width appears twice", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\n  \"renditions\": [\n}")]
    [InlineData("""{"renditions": [{"name": "a", "width": 1},]}""")]
    public void MalformedJsonIsRefusedWithItsPosition(string text)
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read(text, "r.json"));

        Assert.Matches(@"^r\.json: \$ is not JSON: line \d+, byte \d+$", e.Message);
    }

    [Fact]
    public void NameWithHalfOfASurrogatePairIsRefused()
    {
        var e = Assert.Throws<InvalidRenditionSetException>(() => RenditionSetReader.Read("""{"renditions": [{"name": "a", "width": 1, "\udc00": 1}]}""", "r.json"));

        Assert.Equal("$.renditions[0]", Assert.Single(e.Problems).Path);
    }
}
