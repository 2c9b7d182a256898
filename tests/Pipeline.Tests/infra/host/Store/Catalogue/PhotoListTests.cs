using Pipeline.Core.Catalogue;
using Pipeline.Core.Photos;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Catalogue;

/// <summary>Searching images by what photos say of themselves.</summary>
public sealed class PhotoListTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public async Task InitializeAsync()
    {
        await WriteAsync("old", new(TakenAt: "2023-12-31T23:59:59+14:00", Make: "Canon", Model: "Canon EOS R5", Keywords: ["Über", "cat"]));
        await WriteAsync("new", new(TakenAt: "2025-06-07T18:32:05.25", Make: "NIKON CORPORATION", Model: "NIKON Z 9", Keywords: ["Cats"]));
        await WriteAsync("year", new(TakenAt: "2024", Make: "ÉCLAIR", Keywords: ["50%", "a_b"]));
        await WriteAsync("undated", new(Model: "Canon PowerShot"));
        await WriteAsync("none", photo: null);
    }

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task AllImagesAreListedByDateAndThoseWithoutOneComeLast() =>
        Assert.Equal(["new", "year", "old", "undated", "none"], await ListAsync(new()));

    [Theory]
    [InlineData("2024", null, new[] { "new", "year" })]
    [InlineData("2025-06-07", null, new[] { "new" })]
    [InlineData("2025-06-07T18:33", null, new string[0])]
    [InlineData(null, "2024", new[] { "old" })]
    [InlineData(null, "2025-06-07", new[] { "year", "old" })]
    [InlineData("2023-12-31", "2024-01-01", new[] { "year", "old" })]
    public async Task DatesAreComparedAsTheCameraShowedThem(string? after, string? before, string[] expected) =>
        Assert.Equal(expected, await ListAsync(new(after, before)));

    [Theory]
    [InlineData("canon", new[] { "old", "undated" })]
    [InlineData("NIKON Z", new[] { "new" })]
    [InlineData("éclair", new[] { "year" })]
    [InlineData("%", new string[0])]
    public async Task CameraIsPartOfMakerAndModelInAnyCase(string camera, string[] expected) => Assert.Equal(expected, await ListAsync(new(Camera: camera)));

    [Theory]
    [InlineData("CAT", new[] { "old" })]
    [InlineData("ÜBER", new[] { "old" })]
    [InlineData("50%", new[] { "year" })]
    [InlineData("a b", new string[0])]
    public async Task KeywordIsAWholeOneInAnyCase(string keyword, string[] expected) => Assert.Equal(expected, await ListAsync(new(Keyword: keyword)));

    [Fact]
    public async Task FiltersApplyTogether()
    {
        Assert.Equal(["old"], await ListAsync(new("2020", "2024", "canon", "cat")));
        Assert.Empty(await ListAsync(new("2024", null, "canon", "cat")));
        Assert.Empty((await _local.Store.Catalogue.ListPhotosAsync(new(Camera: "canon"), ImageStatus.Failed, 10, null, CancellationToken.None)).Records);
    }

    [Fact]
    public async Task PagesContinueWhereTheLastOneEnded()
    {
        var keys = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _local.Store.Catalogue.ListPhotosAsync(new(), null, 2, continuation, CancellationToken.None);
            keys.AddRange(page.Records.Select(record => record.Key));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        Assert.Equal(["new", "year", "old", "undated", "none"], keys);
    }

    [Fact]
    public async Task ChangedRecordIsFoundByItsNewPhoto()
    {
        await WriteAsync("old", new(TakenAt: "2026-01-01", Keywords: ["dog"]), revision: 2);

        Assert.Empty(await ListAsync(new(Keyword: "cat")));
        Assert.Equal(["old"], await ListAsync(new("2026", null, null, "dog")));
    }

    private async Task<IEnumerable<string>> ListAsync(PhotoFilter filter) =>
        (await _local.Store.Catalogue.ListPhotosAsync(filter, null, 100, null, CancellationToken.None)).Records.Select(record => record.Key);

    private async Task WriteAsync(string key, PhotoMetadata? photo, long revision = 1)
    {
        var time = _local.Time.Now;
        var version = new ImageVersion("sha", "set", "prefix/", ImageFormat.Jpeg, 1, 1, 1, 1, null, [], Photo: photo);
        var record = new ImageRecord($"uploads/{key}", "uploads", key, ImageStatus.Ready, version, null, null, null, null, "execution", time, time);
        Assert.True(await _local.Store.Catalogue.TryWriteAsync(new(record, [], [], revision), CancellationToken.None));
    }
}
