using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;
using Pipeline.Imaging.Formats;

namespace Pipeline.Tests.Core.Markup;

public sealed class RecordUrlsTests
{
    private static readonly ImageRecord Record = new(
        "uploads/a b.jpg", "uploads", "a b.jpg", ImageStatus.Ready,
        new(new string('a', 64), "01234567", "a b.jpg/aaaaaaaaaaaaaaaa-01234567/", ImageFormat.Jpeg, 10, 10, 1, 100, null,
            [new("thumb", "a b.jpg/aaaaaaaaaaaaaaaa-01234567/thumb.webp", ImageFormat.WebP, "image/webp", 1, 1, 1, 1)]),
        "1", "etag", null, null, "execution", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    [Fact]
    public void RenditionsOfARecordThatIsGivenOutHaveTheirUrl()
    {
        var rendition = Assert.Single(new RecordUrls("https://images.example.com/").AddTo(Record).Current!.Renditions);

        Assert.Equal("https://images.example.com/a%20b.jpg/aaaaaaaaaaaaaaaa-01234567/thumb.webp", rendition.Url);
        Assert.Null(Assert.Single(Record.Current!.Renditions).Url);
    }

    [Fact]
    public void RecordStaysAsItIsWithoutDeliveryOrRenditions()
    {
        Assert.Same(Record, new RecordUrls(null).AddTo(Record));
        var rejected = Record with { Current = null };
        Assert.Same(rejected, new RecordUrls("https://images.example.com/").AddTo(rejected));
    }
}
