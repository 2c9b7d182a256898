using System.Globalization;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>How items look in DynamoDB, and what can go wrong with them.</summary>
public abstract partial class DynamoImageCatalogueContract
{
    [Fact]
    public async Task ItemHasTheKeysOfTheTableAndTheRecordAsAMap()
    {
        await Catalogue.TryWriteAsync(Entry("cats/1.jpg", 1, ImageStatus.Ready, Noon.ToOffset(TimeSpan.FromHours(2))), CancellationToken.None);

        var item = await ItemAsync("uploads/cats/1.jpg");

        Assert.Equal("uploads/cats/1.jpg", item[CatalogueTable.PartitionKey].S);
        Assert.Equal("ready", item[CatalogueTable.Status].S);
        Assert.Equal("2026-03-01T12:00:00.0000000Z", item[CatalogueTable.UpdatedAt].S);
        Assert.Equal("1", item["revision"].N);
        Assert.Equal("cats/1.jpg", item["record"].M["key"].S);
        Assert.True(item["claims"].IsLSet && item["removals"].IsLSet);
        Assert.DoesNotContain(CatalogueTable.ExpiresAt, item.Keys);
    }

    [Fact]
    public async Task OnlyATombstoneExpires()
    {
        var tombstone = Entry("a", 1, ImageStatus.Deleted);
        await Catalogue.TryWriteAsync(tombstone with { Record = tombstone.Record with { ExpiresAt = Noon.AddDays(30) } }, CancellationToken.None);
        Assert.Equal(
            Noon.AddDays(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), (await ItemAsync("uploads/a"))[CatalogueTable.ExpiresAt].N);

        await Catalogue.TryWriteAsync(Entry("a", 2), CancellationToken.None);

        Assert.DoesNotContain(CatalogueTable.ExpiresAt, (await ItemAsync("uploads/a")).Keys);
    }

    /// <summary>Otherwise nobody would know of its renditions any more.</summary>
    [Fact]
    public async Task TombstoneExpiresOnlyWhenItsRenditionsAreRemoved()
    {
        var tombstone = Entry("a", 1, ImageStatus.Deleted);
        tombstone = tombstone with { Record = tombstone.Record with { ExpiresAt = Noon.AddDays(30) }, Removals = [new("p/", "e", Noon)] };
        await Catalogue.TryWriteAsync(tombstone, CancellationToken.None);
        Assert.DoesNotContain(CatalogueTable.ExpiresAt, (await ItemAsync("uploads/a")).Keys);

        await Catalogue.TryWriteAsync(tombstone.CompleteRemovals("e") with { Revision = 2 }, CancellationToken.None);

        Assert.Contains(CatalogueTable.ExpiresAt, (await ItemAsync("uploads/a")).Keys);
    }

    /// <summary>So that nothing which is to be removed delays reconciliation.</summary>
    [Fact]
    public async Task ReconciliationAndTheSweepHavePartitionsOfTheirOwn()
    {
        var waiting = Entry("a", 1) with { Replaced = [new("p/", Noon.AddDays(7))] };
        await Catalogue.TryWriteAsync(waiting, CancellationToken.None);
        var forSweep = await ItemAsync("uploads/a");
        await Catalogue.TryWriteAsync(waiting with { Claims = [new("q/", "e", Noon.AddHours(6))], Revision = 2 }, CancellationToken.None);
        var forReconciliation = await ItemAsync("uploads/a");

        Assert.Equal(
            ($"removable#{forReconciliation[CatalogueTable.DueShard].S}", "2026-03-08T12:00:00.0000000Z"), (forSweep[CatalogueTable.DueShard].S, forSweep[CatalogueTable.DueAt].S));
        Assert.Equal("2026-03-01T18:00:00.0000000Z", forReconciliation[CatalogueTable.DueAt].S);
    }

    [Fact]
    public async Task RetriedWriteCountsAsDone()
    {
        Assert.True(await Catalogue.TryWriteAsync(Entry("a", 1), CancellationToken.None));

        // The client's own retry does the same.
        Assert.True(await Catalogue.TryWriteAsync(Entry("a", 1), CancellationToken.None));
        Assert.False(await Catalogue.TryWriteAsync(Entry("a", 1, execution: "other"), CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense!")]
    [InlineData("cmVhZHk")]
    public async Task InvalidTokenIsRefused(string token)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Catalogue.ListAsync(ImageStatus.Failed, 10, token, CancellationToken.None));

        Assert.Contains($"'{token}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenOfAnotherStatusIsRefused()
    {
        await Catalogue.TryWriteAsync(Entry("a", 1, ImageStatus.Rejected), CancellationToken.None);
        await Catalogue.TryWriteAsync(Entry("b\nc", 1, ImageStatus.Rejected), CancellationToken.None);
        var page = await Catalogue.ListAsync(ImageStatus.Rejected, 1, null, CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(() => Catalogue.ListAsync(ImageStatus.Failed, 1, page.Continuation, CancellationToken.None));
        Assert.Single((await Catalogue.ListAsync(ImageStatus.Rejected, 1, page.Continuation, CancellationToken.None)).Records);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task LimitOutsideOneToAThousandIsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.ListAsync(ImageStatus.Failed, limit, null, CancellationToken.None));

    /// <summary>Otherwise every write of an image would also be one of an index.</summary>
    [Theory]
    [InlineData(ImageStatus.Ready, null)]
    [InlineData(ImageStatus.Deleted, null)]
    [InlineData(ImageStatus.Processing, "processing#")]
    [InlineData(ImageStatus.Rejected, "rejected#")]
    [InlineData(ImageStatus.Failed, "failed#")]
    public async Task OnlyImagesToLookIntoAreInAnIndex(ImageStatus status, string? shard)
    {
        await Catalogue.TryWriteAsync(Entry("a", 1, status), CancellationToken.None);

        var item = await ItemAsync("uploads/a");
        Assert.Equal(shard, item.GetValueOrDefault(CatalogueTable.ListShard)?.S[..^1]);
        Assert.DoesNotContain(CatalogueTable.DueShard, item.Keys);
        Assert.DoesNotContain(CatalogueTable.DueAt, item.Keys);
    }

    [Fact]
    public async Task ImagesAreSpreadOverThePartitionsOfAnIndex()
    {
        for (var number = 0; number < 64; number++)
        {
            await Catalogue.TryWriteAsync(Entry($"{number}", 1, ImageStatus.Failed), CancellationToken.None);
        }

        var shards = new HashSet<string>();
        for (var number = 0; number < 64; number++)
        {
            shards.Add((await ItemAsync($"uploads/{number}"))[CatalogueTable.ListShard].S);
        }

        Assert.Equal(CatalogueTable.Shards, shards.Count);
    }

    [Theory]
    [InlineData(ImageStatus.Ready)]
    [InlineData(ImageStatus.Deleted)]
    public async Task StatusOfNearlyAllImagesIsNotListed(ImageStatus status) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.ListAsync(status, 10, null, CancellationToken.None));

    [Fact]
    public async Task EntryTooLargeForDynamoDbIsNamed()
    {
        var entry = Entry("large", 1);
        entry = entry with { Record = entry.Record with { Reason = new("x", new string('x', 450_000)) } };

        var large = await Assert.ThrowsAsync<EntryTooLargeException>(() => Catalogue.TryWriteAsync(entry, CancellationToken.None));

        Assert.Equal("uploads/large", large.ImageId);
        Assert.Contains("400 KB", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingTableIsNamed()
    {
        var missing = await Assert.ThrowsAsync<CatalogueNotFoundException>(
            () => new DynamoImageCatalogue(Dynamo, "no-such-table").GetAsync("uploads/a", CancellationToken.None));

        Assert.Equal("no-such-table", missing.Table);
        Assert.Contains("no-such-table", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeignItemIsNamed()
    {
        await Dynamo.PutItemAsync(_table, new() { [CatalogueTable.PartitionKey] = new("uploads/a"), ["revision"] = new() { N = "1" } });
        await Dynamo.PutItemAsync(_table, new() { [CatalogueTable.PartitionKey] = new("uploads/b"), ["tags"] = new(["a", "b"]) });

        var incomplete = await Assert.ThrowsAsync<MalformedEntryException>(() => Catalogue.GetAsync("uploads/a", CancellationToken.None));
        var foreign = await Assert.ThrowsAsync<MalformedEntryException>(() => Catalogue.GetAsync("uploads/b", CancellationToken.None));

        Assert.Equal(("uploads/a", "uploads/b"), (incomplete.ImageId, foreign.ImageId));
    }

    private async Task<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> ItemAsync(string imageId) =>
        (await Dynamo.GetItemAsync(_table, new() { [CatalogueTable.PartitionKey] = new(imageId) }, consistentRead: true)).Item;
}
