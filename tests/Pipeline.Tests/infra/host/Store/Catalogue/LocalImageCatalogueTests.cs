using Pipeline.Core.Catalogue;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Catalogue;

public sealed class LocalImageCatalogueTests : ImageCatalogueContract, IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    protected override IImageCatalogue Catalogue => _local.Store.Catalogue;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task SweepRemovesOnlyExpiredTombstones()
    {
        await WriteTombstoneAsync("old", Noon.AddDays(-1));
        await WriteTombstoneAsync("young", Noon.AddDays(1));
        await _local.Store.Catalogue.TryWriteAsync(Entry("alive", 1), CancellationToken.None);

        Assert.Equal(1, await _local.Store.Catalogue.SweepAsync(CancellationToken.None));

        Assert.Null(await Catalogue.GetAsync("uploads/old", CancellationToken.None));
        Assert.NotNull(await Catalogue.GetAsync("uploads/young", CancellationToken.None));
        Assert.NotNull(await Catalogue.GetAsync("uploads/alive", CancellationToken.None));
    }

    [Fact]
    public async Task RecordsAreCountedByStatus()
    {
        await _local.Store.Catalogue.TryWriteAsync(Entry("a", 1), CancellationToken.None);
        await _local.Store.Catalogue.TryWriteAsync(Entry("b", 1), CancellationToken.None);
        await WriteTombstoneAsync("c", Noon);

        var counts = await _local.Store.Catalogue.CountByStatusAsync(CancellationToken.None);

        Assert.Equal(Enum.GetValues<ImageStatus>().Length, counts.Count);
        Assert.Equal((2, 1, 0), (counts[ImageStatus.Ready], counts[ImageStatus.Deleted], counts[ImageStatus.Failed]));
    }

    [Fact]
    public async Task InvalidContinuationIsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Catalogue.ListAsync(ImageStatus.Ready, 10, "no token", CancellationToken.None));

    private async Task WriteTombstoneAsync(string key, DateTimeOffset expires)
    {
        var entry = Entry(key, 1, ImageStatus.Deleted);
        await Catalogue.TryWriteAsync(entry with { Record = entry.Record with { ExpiresAt = expires } }, CancellationToken.None);
    }
}
