using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Tests.Core.Markup;

public sealed class PictureMarkupTests
{
    [Fact]
    public void EachFormatIsASourceWithItsWidthsInOrder()
    {
        var html = PictureMarkup.Create(
            Record(
                "cats/my_cat-1.jpg",
                Rendition("large", ImageFormat.Jpeg, 1600, 1200), Rendition("small", ImageFormat.Jpeg, 640, 480),
                Rendition("large-webp", ImageFormat.WebP, 1600, 1200), Rendition("small-webp", ImageFormat.WebP, 640, 480),
                Rendition("small-avif", ImageFormat.Avif, 640, 480)),
            "https://images.example.com/");

        Assert.Equal(
            """
            <picture>
              <source type="image/avif" srcset="https://images.example.com/cats/my_cat-1.jpg/v/small-avif 640w" sizes="100vw">
              <source type="image/webp" srcset="https://images.example.com/cats/my_cat-1.jpg/v/small-webp 640w, https://images.example.com/cats/my_cat-1.jpg/v/large-webp 1600w" sizes="100vw">
              <img src="https://images.example.com/cats/my_cat-1.jpg/v/large" srcset="https://images.example.com/cats/my_cat-1.jpg/v/small 640w, https://images.example.com/cats/my_cat-1.jpg/v/large 1600w" sizes="100vw" width="1600" height="1200" alt="my cat 1" loading="lazy" decoding="async" data-thumbhash="YHQFDYZ4h3eA" style="background-color: #102030">
            </picture>
            """.ReplaceLineEndings("\n"),
            html);
    }

    [Fact]
    public void OneFormatNeedsNoPictureElement()
    {
        var html = PictureMarkup.Create(Record("a.png", Rendition("only", ImageFormat.Png, 64, 48)), "/renditions");

        Assert.StartsWith("<img src=\"/renditions/a.png/v/only\" width=\"64\" height=\"48\" alt=\"a\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", html, StringComparison.Ordinal);
    }

    [Fact]
    public void CropsOfAnotherShapeAreLeftOut()
    {
        var html = PictureMarkup.Create(
            Record("a.png", Rendition("thumb", ImageFormat.Jpeg, 200, 200), Rendition("small", ImageFormat.Jpeg, 333, 250)), "/renditions")!;

        Assert.Contains("/small", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/thumb", html, StringComparison.Ordinal);
    }

    [Fact]
    public void CropsAreShownWhereThereIsNothingElse()
    {
        var html = PictureMarkup.Create(
            Record("a.png", Rendition("square", ImageFormat.Jpeg, 200, 200), Rendition("strip", ImageFormat.Jpeg, 400, 50)), "/renditions")!;

        Assert.Contains("src=\"/renditions/a.png/v/strip\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/square", html, StringComparison.Ordinal);
    }

    [Fact]
    public void StillPicturesAreLeftOutBesideMovingOnes()
    {
        var html = PictureMarkup.Create(
            Record("a.gif", Rendition("still", ImageFormat.Jpeg, 320, 240), Rendition("moving", ImageFormat.WebP, 320, 240) with { Frames = 5 }), "/renditions")!;

        Assert.Contains("/moving", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/still", html, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallestFileOfAWidthIsTaken()
    {
        var html = PictureMarkup.Create(
            Record("a.png", Rendition("big", ImageFormat.Jpeg, 640, 480) with { Bytes = 900 }, Rendition("lean", ImageFormat.Jpeg, 640, 480) with { Bytes = 100 }), "/r")!;

        Assert.Contains("/lean", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/big", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b.png", "a%20b.png", "a b")]
    [InlineData("x, y.png", "x%2C%20y.png", "x, y")]
    [InlineData("\"><script>alert(1)</script>.png", "%22%3E%3Cscript%3Ealert%281%29%3C/script%3E.png", "script&gt;")]
    [InlineData("it's & co.png", "it%27s%20%26%20co.png", "it&#39;s &amp; co")]
    [InlineData("a%20b?c#d.png", "a%2520b%3Fc%23d.png", "a%20b?c#d")]
    [InlineData("é/猫\n.png", "%C3%A9/%E7%8C%AB%0A.png", "猫")]
    [InlineData("a//.hidden", "a//.hidden", ".hidden")]
    public void OddKeysAreEncodedInUrlsAndEscapedInText(string key, string encoded, string alt)
    {
        var html = PictureMarkup.Create(Record(key, Rendition("only", ImageFormat.Png, 64, 48), Rendition("half", ImageFormat.Png, 32, 24)), "/r")!;

        Assert.Contains($"src=\"/r/{encoded}/v/only\" srcset=\"/r/{encoded}/v/half 32w, /r/{encoded}/v/only 64w\"", html, StringComparison.Ordinal);
        Assert.Contains($" alt=\"{alt}\"", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Count(character => character == '>'));
    }

    [Fact]
    public void DescriptionOfThePhotoIsTheAlternativeText()
    {
        var record = Record("a.png", Rendition("only", ImageFormat.Png, 64, 48));
        var described = record with { Current = record.Current! with { Photo = new PhotoMetadata { Title = "Lake", Description = "A \"lake\"\r\nat dawn" } } };

        Assert.Contains("alt=\"A &quot;lake&quot; at dawn\"", PictureMarkup.Create(described, "/r"), StringComparison.Ordinal);
        Assert.Contains("alt=\"Given\"", PictureMarkup.Create(described, "/r", "Given"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "By the photographer", "alt=\"By hand\" lang=\"de-AT\" loading")]
    [InlineData(false, "By the photographer", "alt=\"By the photographer\" loading")]
    [InlineData(false, " \n", "alt=\"By hand\" lang=\"de-AT\" loading")]
    [InlineData(true, null, "alt=\"By hand\" lang=\"de-AT\" loading")]
    [InlineData(false, null, "alt=\"By hand\" lang=\"de-AT\" loading")]
    public void TextOfAPersonComesBeforeThePhotosOwnAndThatBeforeTheModels(bool isByPerson, string? photo, string expected)
    {
        var record = Record("a.png", Rendition("only", ImageFormat.Png, 64, 48));
        var described = record with
        {
            Current = record.Current! with { Photo = photo is null ? null : new PhotoMetadata { Description = photo } },
            Description = Describe("By hand", "de-AT", isByPerson),
        };

        Assert.Contains(expected, PictureMarkup.Create(described, "/r"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\" onerror=\"alert(1)\" x=\"", "en", "alt=\"&quot; onerror=&quot;alert(1)&quot; x=&quot;\" lang=\"en\"")]
    [InlineData("<script>alert('1')</script>", "\"><b>", "alt=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\" lang=\"&quot;&gt;&lt;b&gt;\"")]
    [InlineData("one\r\ntwo\u0000", null, "alt=\"one two\" loading")]
    public void TextOfAModelIsEscaped(string text, string? language, string expected)
    {
        var record = Record("a.png", Rendition("only", ImageFormat.Png, 64, 48)) with { Description = Describe(text, language) };

        var html = PictureMarkup.Create(record, "/r")!;

        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Equal(1, html.Count(character => character == '>'));
    }

    [Fact]
    public void DescriptionWithoutATextLeavesTheNameOfTheFile()
    {
        var record = Record("my-cat.png", Rendition("only", ImageFormat.Png, 64, 48)) with { Description = Describe(null, null) };

        Assert.Contains("alt=\"my cat\" loading", PictureMarkup.Create(record, "/r"), StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsPassedHasNoLanguage()
    {
        var record = Record("a.png", Rendition("only", ImageFormat.Png, 64, 48)) with { Description = Describe("Text", "de") };

        Assert.Contains("alt=\"Given\" loading", PictureMarkup.Create(record, "/r", "Given"), StringComparison.Ordinal);
    }

    [Fact]
    public void ImageWithoutRenditionsHasNoMarkup()
    {
        Assert.Null(PictureMarkup.Create(Record("a.png"), "/r"));
        Assert.Null(PictureMarkup.Create(Record("a.png") with { Current = null }, "/r"));
        Assert.Null(PictureMarkup.Create(Record("a.png", Rendition("only", ImageFormat.Png, 64, 48)) with { Status = ImageStatus.Deleted }, "/r"));
    }

    private static ImageDescription Describe(string? text, string? language, bool isByPerson = false) =>
        new(new('0', 64), text, language, [], [], DateTimeOffset.UnixEpoch, isByPerson ? null : "model", ByPerson: isByPerson);

    private static ImageRecord Record(string key, params RenditionRecord[] renditions) => new(
        $"uploads/{key}", "uploads", key, ImageStatus.Ready,
        new(
            new('0', 64), "set", $"{key}/v/", ImageFormat.Jpeg, 4000, 3000, 1, 1_000, new Placeholder("YHQFDYZ4h3eA", "#102030"),
            [.. renditions.Select(rendition => rendition with { Key = $"{key}/v/{rendition.Name}" })]),
        null, null, null, null, "execution", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static RenditionRecord Rendition(string name, ImageFormat format, int width, int height) => new(
        name, name, format, $"image/{format.ToString().ToLowerInvariant()}", width, height, 1, 500);
}
