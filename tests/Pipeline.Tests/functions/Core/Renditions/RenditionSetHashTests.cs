using Pipeline.Core.Renditions;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Core.Renditions;

public sealed class RenditionSetHashTests
{
    private static readonly Rendition Base =
        new("a", 10, 20, Fit.Inside, Gravity.Centre, RenditionFormat.WebP, 70, null, "#112233", false, AnimationMode.Keep);

    /// <summary>One or more other values for every property.</summary>
    private static readonly IReadOnlyDictionary<string, Rendition[]> Changes = new Dictionary<string, Rendition[]>
    {
        [nameof(Rendition.Name)] = [Base with { Name = "b" }],
        [nameof(Rendition.Width)] = [Base with { Width = 11 }, Base with { Width = null }],
        [nameof(Rendition.Height)] = [Base with { Height = 21 }, Base with { Height = null }],
        [nameof(Rendition.Fit)] = [.. Enum.GetValues<Fit>().Skip(1).Select(fit => Base with { Fit = fit })],
        [nameof(Rendition.Gravity)] = [.. Enum.GetValues<Gravity>().Skip(1).Select(gravity => Base with { Gravity = gravity })],
        [nameof(Rendition.Format)] =
            [.. Enum.GetValues<RenditionFormat>().Where(format => format != Base.Format).Select(format => Base with { Format = format })],
        [nameof(Rendition.Quality)] = [Base with { Quality = 71 }, Base with { Quality = null }],
        [nameof(Rendition.Effort)] = [Base with { Effort = 0 }, Base with { Effort = 2 }],
        [nameof(Rendition.Background)] = [Base with { Background = "#112234" }, Base with { Background = "#11223300" }, Base with { Background = null }],
        [nameof(Rendition.Enlarge)] = [Base with { Enlarge = true }],
        [nameof(Rendition.Animation)] = [Base with { Animation = AnimationMode.First }],
        [nameof(Rendition.Watermark)] =
        [
            Base with { Watermark = new("aa") },
            Base with { Watermark = new("ab") },
            Base with { Watermark = new("aa", Gravity.North) },
            Base with { Watermark = new("aa", Margin: 15) },
            Base with { Watermark = new("aa", Opacity: 0.9) },
            Base with { Watermark = new("aa", Scale: 0.3) },
        ],
        [nameof(Rendition.FocalPoint)] = [Base with { FocalPoint = new(0.3, 0.7) }, Base with { FocalPoint = new(0.7, 0.3) }],
    };

    [Fact]
    public void EveryPropertyOfARenditionChangesTheHash()
    {
        Assert.Equal(
            typeof(Rendition).GetProperties().Select(property => property.Name).Where(name => name != "EqualityContract").Order(),
            Changes.Keys.Order());

        Rendition[] all = [Base, .. Changes.Values.SelectMany(changed => changed)];

        Assert.Equal(all.Length, all.Select(rendition => RenditionSetHash.Compute(new RenditionSet([rendition]))).Distinct().Count());
    }

    [Fact]
    public void CopyrightColoursNumberAndOrderOfRenditionsChangeTheHash()
    {
        RenditionSet[] sets =
        [
            new([Base]),
            new([Base], KeepCopyright: true),
            new([Base], Colours: Gamut.P3),
            new([Base], KeepCopyright: true, Colours: Gamut.P3),
            new([Base, Base with { Name = "b" }]),
            new([Base with { Name = "b" }, Base]),
        ];

        Assert.Equal(sets.Length, sets.Select(RenditionSetHash.Compute).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"renditions":[{"name":"a","width":10}]}""")]
    [InlineData("""{ "keepCopyright": false, "renditions": [ { "width": 1e1, "name": "a", "gravity": "center" } ], "$schema": "x" }""")]
    [InlineData("""{"colours":"srgb","renditions":[{"name":"a","width":10}]}""")]
    [InlineData("""{"renditions":[{"fit":"inside","format":"webp","animation":"keep","enlarge":false,"width":10,"name":"a"}]}""")]
    public void NotationOfTheFileDoesNotChangeTheHash(string json) => Assert.Equal(
        RenditionSetHash.Compute(new RenditionSet([new Rendition("a", 10)])),
        RenditionSetHash.Compute(RenditionSetReader.Read(json, "r.json").Default));

    [Theory]
    [InlineData("#AABBCC", "#aabbcc")]
    [InlineData("#aabbccFF", "#aabbcc")]
    public void NotationOfAColourDoesNotChangeTheHash(string one, string other) => Assert.Equal(
        RenditionSetHash.Compute(new RenditionSet([Base with { Background = one }])),
        RenditionSetHash.Compute(new RenditionSet([Base with { Background = other }])));

    /// <summary>A change of this hash makes every rendition of every image again. Raise the engine version only to cause that.</summary>
    [Fact]
    public void HashOfTheDefaultSetIsStable() => Assert.Equal("1daafbe1", RenditionSetHash.Compute(RenditionSet.Default));
}
