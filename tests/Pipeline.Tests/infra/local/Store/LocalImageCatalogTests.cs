using Pipeline.Core.Catalogue;
using Pipeline.Local.Store;
using Pipeline.Tests.Contracts;

namespace Pipeline.Tests.Local.Store;

public sealed class LocalImageCatalogTests : ImageCatalogContract, IAsyncLifetime
{
    private readonly TemporaryStore local = new();

    protected override IImageCatalog Catalog => local.Store.Catalog;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => local.DisposeAsync().AsTask();

    [Fact]
    public async Task SweepRemovesTombstonesPastTheirTimeOnly()
    {
        await WriteTombstoneAsync("old", Noon.AddDays(-1));
        await WriteTombstoneAsync("young", Noon.AddDays(1));
        await local.Store.Catalog.TryWriteAsync(Entry("alive", 1), CancellationToken.None);

        Assert.Equal(1, await local.Store.Catalog.SweepAsync(CancellationToken.None));

        Assert.Null(await Catalog.GetAsync("uploads/old", CancellationToken.None));
        Assert.NotNull(await Catalog.GetAsync("uploads/young", CancellationToken.None));
        Assert.NotNull(await Catalog.GetAsync("uploads/alive", CancellationToken.None));
    }

    [Fact]
    public async Task RecordsAreCountedByStatus()
    {
        await local.Store.Catalog.TryWriteAsync(Entry("a", 1), CancellationToken.None);
        await local.Store.Catalog.TryWriteAsync(Entry("b", 1), CancellationToken.None);
        await WriteTombstoneAsync("c", Noon);

        var counts = await local.Store.Catalog.CountsAsync(CancellationToken.None);

        Assert.Equal(Enum.GetValues<ImageStatus>().Length, counts.Count);
        Assert.Equal((2, 1, 0), (counts[ImageStatus.Ready], counts[ImageStatus.Deleted], counts[ImageStatus.Failed]));
    }

    [Fact]
    public async Task StrangeContinuationIsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Catalog.ListAsync(ImageStatus.Ready, 10, "no token", CancellationToken.None));

    private async Task WriteTombstoneAsync(string key, DateTimeOffset expires)
    {
        var entry = Entry(key, 1, ImageStatus.Deleted);
        await Catalog.TryWriteAsync(entry with { Record = entry.Record with { ExpiresAt = expires } }, CancellationToken.None);
    }
}
