using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Catalogue;

/// <summary>Lists of images by folder, text and order.</summary>
public sealed class ImageListTests : IAsyncLifetime
{
    private static readonly string[] ByAge = ["b.png", "cats/2.png", "cats/small/1.png", "Äpfel/Cats.png", "cats0.png", "a.png"];

    private readonly TemporaryStore _local = new();

    public async Task InitializeAsync()
    {
        var sizes = new[] { 30, 10, 10, 20, 50, 40 };
        for (var index = 0; index < ByAge.Length; index++)
        {
            await WriteAsync(ByAge[index], sizes[index], ImageStatus.Ready, DateTimeOffset.UnixEpoch.AddDays(index));
        }

        await WriteAsync("dogs/1.png", 5, ImageStatus.Rejected, DateTimeOffset.UnixEpoch);
    }

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(ImageSort.Updated, true, new[] { "b.png", "cats/2.png", "cats/small/1.png", "Äpfel/Cats.png", "cats0.png", "a.png" })]
    [InlineData(ImageSort.Name, true, new[] { "a.png", "b.png", "cats/2.png", "cats/small/1.png", "cats0.png", "Äpfel/Cats.png" })]
    [InlineData(ImageSort.Size, true, new[] { "cats/2.png", "cats/small/1.png", "Äpfel/Cats.png", "b.png", "a.png", "cats0.png" })]
    public async Task EveryPageContinuesInEveryOrderAndDirection(ImageSort sort, bool isAscending, string[] expected)
    {
        foreach (var limit in new[] { 1, 2, 5, 100 })
        {
            Assert.Equal(expected, await ListAsync(new(ImageStatus.Ready, Sort: sort, IsAscending: isAscending), limit));
            Assert.Equal(expected.Reverse(), await ListAsync(new(ImageStatus.Ready, Sort: sort, IsAscending: !isAscending), limit));
        }
    }

    [Theory]
    [InlineData(ImageSort.Updated, new[] { "b.png", "dogs/1.png", "cats/2.png", "cats/small/1.png", "Äpfel/Cats.png", "cats0.png", "a.png" })]
    [InlineData(ImageSort.Name, new[] { "a.png", "b.png", "cats/2.png", "cats/small/1.png", "cats0.png", "dogs/1.png", "Äpfel/Cats.png" })]
    [InlineData(ImageSort.Size, new[] { "dogs/1.png", "cats/2.png", "cats/small/1.png", "Äpfel/Cats.png", "b.png", "a.png", "cats0.png" })]
    public async Task ListOfAllStatusesMergesThemInEveryOrder(ImageSort sort, string[] expected)
    {
        foreach (var limit in new[] { 1, 2, 5, 100 })
        {
            Assert.Equal(expected, await ListAsync(new(Sort: sort, IsAscending: true), limit));
            Assert.Equal(expected.Reverse(), await ListAsync(new(Sort: sort), limit));
            Assert.Equal(expected.Where(key => key.Contains('1', StringComparison.Ordinal)), await ListAsync(new(Text: "1", Sort: sort, IsAscending: true), limit));
        }
    }

    [Theory]
    [InlineData("", null, 6, 1)]
    [InlineData("cats", null, 3, 0)]
    [InlineData("", "1", 1, 1)]
    [InlineData("", "none", 0, 0)]
    public async Task ImagesOfAQueryAreCountedByStatus(string prefix, string? text, long ready, long rejected)
    {
        var counts = await _local.Store.Catalogue.CountAsync(new(ImageStatus.Ready, prefix, Text: text), CancellationToken.None);

        Assert.Equal((ready, rejected, 0), (counts[ImageStatus.Ready], counts[ImageStatus.Rejected], counts[ImageStatus.Failed]));
        Assert.Equal(0, (await _local.Store.Catalogue.CountAsync(new(Photos: new(Camera: "Canon")), CancellationToken.None)).Values.Sum());
    }

    [Fact]
    public async Task FoldersOfAllStatusesAreListedOnceInOrder()
    {
        await WriteAsync("cats/bad.png", 5, ImageStatus.Failed, DateTimeOffset.UnixEpoch);

        Assert.Equal(["cats/", "dogs/", "Äpfel/"], (await FoldersAsync("", null)).Folders);
        Assert.True((await FoldersAsync("", null, limit: 2)).IsTruncated);
    }

    [Fact]
    public async Task ListsByDateTakenHaveBothDirections()
    {
        var ascending = await ListAsync(new(ImageStatus.Ready, Sort: ImageSort.Taken, IsAscending: true), 2);

        Assert.Equal(ByAge.Order(StringComparer.Ordinal), ascending);
        Assert.Equal(ascending.Reverse(), await ListAsync(new(ImageStatus.Ready, Sort: ImageSort.Taken), 2));
    }

    [Theory]
    [InlineData("cats/", false, new[] { "cats/2.png", "cats/small/1.png" })]
    [InlineData("cats/", true, new[] { "cats/2.png" })]
    [InlineData("cats", false, new[] { "cats/2.png", "cats/small/1.png", "cats0.png" })]
    [InlineData("cats", true, new[] { "cats0.png" })]
    [InlineData("", true, new[] { "a.png", "b.png", "cats0.png" })]
    [InlineData("%", false, new string[0])]
    public async Task PrefixLimitsToAFolderAndItsOwnImages(string prefix, bool isDirect, string[] expected) =>
        Assert.Equal(expected, await ListAsync(new(ImageStatus.Ready, prefix, isDirect, Sort: ImageSort.Name, IsAscending: true), 2));

    [Theory]
    [InlineData("CATS", new[] { "cats/2.png", "cats/small/1.png", "cats0.png", "Äpfel/Cats.png" })]
    [InlineData("äPF", new[] { "Äpfel/Cats.png" })]
    [InlineData("l/1", new[] { "cats/small/1.png" })]
    [InlineData("uploads", new string[0])]
    [InlineData("_", new string[0])]
    public async Task TextIsAnyPartOfTheKeyInAnyCase(string text, string[] expected) =>
        Assert.Equal(expected, await ListAsync(new(ImageStatus.Ready, Text: text, Sort: ImageSort.Name, IsAscending: true), 2));

    [Fact]
    public async Task FoldersHaveImagesOfTheStatusAtAnyDepth()
    {
        Assert.Equal(["cats/", "Äpfel/"], (await FoldersAsync("", ImageStatus.Ready)).Folders);
        Assert.Equal(["cats/small/"], (await FoldersAsync("cats/", ImageStatus.Ready)).Folders);
        Assert.Empty((await FoldersAsync("cats/small/", ImageStatus.Ready)).Folders);
        Assert.Equal(["dogs/"], (await FoldersAsync("", ImageStatus.Rejected)).Folders);
        var first = await FoldersAsync("", ImageStatus.Ready, limit: 1);
        Assert.Equal(["cats/"], first.Folders);
        Assert.True(first.IsTruncated);
    }

    [Fact]
    public async Task ChangedRecordIsSortedByItsNewSize()
    {
        await WriteAsync("a.png", 1, ImageStatus.Ready, DateTimeOffset.UnixEpoch, revision: 2);

        Assert.Equal("a.png", (await ListAsync(new(ImageStatus.Ready, Sort: ImageSort.Size, IsAscending: true), 100))[0]);
    }

    [Fact]
    public async Task PositionOfAnotherOrderIsRefused()
    {
        var token = (await _local.Store.Catalogue.SearchAsync(new(Sort: ImageSort.Name), 1, null, CancellationToken.None)).Continuation;

        await Assert.ThrowsAsync<ArgumentException>(() => _local.Store.Catalogue.SearchAsync(new(Sort: ImageSort.Size), 1, token, CancellationToken.None));
    }

    private Task<ImageFolders> FoldersAsync(string prefix, ImageStatus? status, int limit = 10) =>
        _local.Store.Catalogue.ListFoldersAsync(prefix, status, limit, CancellationToken.None);

    private async Task<IReadOnlyList<string>> ListAsync(ImageQuery query, int limit)
    {
        var keys = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _local.Store.Catalogue.SearchAsync(query, limit, continuation, CancellationToken.None);
            keys.AddRange(page.Records.Select(record => record.Key));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return keys;
    }

    private async Task WriteAsync(string key, long bytes, ImageStatus status, DateTimeOffset time, long revision = 1)
    {
        var version = new ImageVersion("sha", "set", "prefix/", ImageFormat.Png, 1, 1, 1, bytes, null, []);
        var record = new ImageRecord($"uploads/{key}", "uploads", key, status, version, null, null, null, null, "execution", time, time);
        Assert.True(await _local.Store.Catalogue.TryWriteAsync(new(record, [], [], revision), CancellationToken.None));
    }
}
