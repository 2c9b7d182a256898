using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;

namespace Pipeline.Testing.Contracts;

/// <summary>The contract of every <see cref="IImageCatalogue"/>.</summary>
public abstract class ImageCatalogueContract
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An empty catalogue, one per test.</summary>
    protected abstract IImageCatalogue Catalogue { get; }

    [Fact]
    public async Task EntryComesBackAsItWasWritten()
    {
        var version = new ImageVersion(
            new string('a', 64), "0011aabb", "cats/1.jpg/aaaaaaaaaaaaaaaa-0011aabb/", ImageFormat.Jpeg, 4000, 3000, 1, 5_000_000_000,
            new("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#aabbcc"),
            [new("thumb", "cats/1.jpg/aaaaaaaaaaaaaaaa-0011aabb/thumb.webp", ImageFormat.WebP, "image/webp", 128, 128, 1, 4321)]);
        var record = new ImageRecord(
            "uploads/cats/1.jpg", "uploads", "cats/1.jpg", ImageStatus.Rejected, version, "0055AED6DCD90281E5", "etag", "v1",
            new(ReasonCodes.CorruptImage, "\"ü\" <&> \u2028"), "execution-1", Noon, Noon.AddMilliseconds(1234), Noon.AddDays(30));
        var entry = new CatalogueEntry(
            record, [new("p1/", "execution-2", Noon.AddHours(1))], [new("p2/", "execution-3", Noon.AddHours(2))], 1, Replaced: [new("p3/", Noon.AddDays(7))]);

        Assert.True(await Catalogue.TryWriteAsync(entry, CancellationToken.None));

        Assert.Equivalent(entry, await Catalogue.GetAsync("uploads/cats/1.jpg", CancellationToken.None), strict: true);
    }

    [Fact]
    public async Task UnknownImageHasNoEntry() => Assert.Null(await Catalogue.GetAsync("uploads/none", CancellationToken.None));

    [Fact]
    public async Task ManyEntriesAreReadAtOnceAndThoseOfUnknownImagesAreLeftOut()
    {
        foreach (var key in new[] { "a", "b", "c" })
        {
            Assert.True(await Catalogue.TryWriteAsync(Entry(key, 1, execution: $"execution-{key}"), CancellationToken.None));
        }

        var entries = await Catalogue.GetManyAsync(["uploads/a", "uploads/none", "uploads/c", "uploads/a"], CancellationToken.None);

        Assert.Equal(["execution-a", "execution-c"], entries.Select(entry => entry.Record.Execution).Order());
    }

    [Fact]
    public async Task HundredEntriesAreReadAtOnceAndNoMore()
    {
        var ids = Enumerable.Range(0, 100).Select(i => $"uploads/{i:000}").ToList();
        foreach (var id in ids)
        {
            Assert.True(await Catalogue.TryWriteAsync(Entry(id["uploads/".Length..], 1), CancellationToken.None));
        }

        var entries = await Catalogue.GetManyAsync(ids, CancellationToken.None);

        Assert.Equal(ids, entries.Select(entry => entry.Record.ImageId).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.GetManyAsync([.. ids, "uploads/100"], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.GetManyAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task FirstWriteFailsIfAnEntryExists()
    {
        Assert.True(await Catalogue.TryWriteAsync(Entry("a", 1, execution: "first"), CancellationToken.None));

        Assert.False(await Catalogue.TryWriteAsync(Entry("a", 1, execution: "second"), CancellationToken.None));

        Assert.Equal("first", (await Catalogue.GetAsync("uploads/a", CancellationToken.None))!.Record.Execution);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task WriteOnAnotherRevisionChangesNothing(long revision)
    {
        Assert.True(await Catalogue.TryWriteAsync(Entry("a", 1), CancellationToken.None));
        Assert.True(await Catalogue.TryWriteAsync(Entry("a", 2, execution: "second"), CancellationToken.None));

        Assert.False(await Catalogue.TryWriteAsync(Entry("a", revision, execution: "late"), CancellationToken.None));

        var stored = await Catalogue.GetAsync("uploads/a", CancellationToken.None);
        Assert.Equal((2, "second"), (stored!.Revision, stored.Record.Execution));
    }

    [Fact]
    public async Task LaterRevisionOfAnUnknownImageIsRefused()
    {
        Assert.False(await Catalogue.TryWriteAsync(Entry("a", 2), CancellationToken.None));

        Assert.Null(await Catalogue.GetAsync("uploads/a", CancellationToken.None));
    }

    [Fact]
    public async Task OneRacingWriterWinsEachRevision()
    {
        const int Writers = 16;
        const int Wins = 8;
        var winners = new System.Collections.Concurrent.ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var won = 0; won < Wins;)
            {
                var revision = ((await Catalogue.GetAsync("uploads/a", CancellationToken.None))?.Revision ?? 0) + 1;
                if (await Catalogue.TryWriteAsync(Entry("a", revision, execution: $"{writer}"), CancellationToken.None))
                {
                    winners.Add(revision);
                    won++;
                }
            }
        })));

        Assert.Equal(Enumerable.Range(1, Writers * Wins).Select(revision => (long)revision), winners.Order());
        Assert.Equal(Writers * Wins, (await Catalogue.GetAsync("uploads/a", CancellationToken.None))!.Revision);
    }

    [Theory]
    [InlineData("ümlaut/日本.jpg")]
    [InlineData("a b+c%2F&'\"\\.jpg")]
    [InlineData("../../etc/passwd")]
    [InlineData("/")]
    [InlineData("😀")]
    public async Task ImageIdCanBeAnyText(string key)
    {
        Assert.True(await Catalogue.TryWriteAsync(Entry(key, 1), CancellationToken.None));

        Assert.Equal(key, (await Catalogue.GetAsync($"uploads/{key}", CancellationToken.None))!.Record.Key);
    }

    [Fact]
    public async Task ImageIdsAreCaseSensitive()
    {
        Assert.True(await Catalogue.TryWriteAsync(Entry("Cat", 1), CancellationToken.None));
        Assert.True(await Catalogue.TryWriteAsync(Entry("cat", 1), CancellationToken.None));
    }

    [Fact]
    public async Task ListHoldsOneStatusNewestFirstOverAllPages()
    {
        for (var number = 0; number < 25; number++)
        {
            // Out of order, two with the same time, other statuses in between.
            var updated = Noon.AddMinutes(number * 7 % 25 / 2);
            await WriteAsync(Entry($"{number:00}", 1, (number % 10) switch { 4 => ImageStatus.Rejected, 9 => ImageStatus.Ready, _ => ImageStatus.Failed }, updated));
        }

        var listed = await ListAsync(ImageStatus.Failed, pageSize: 3);

        Assert.Equal(20, listed.Count);
        Assert.Equal(20, listed.Select(record => record.Key).Distinct().Count());
        Assert.All(listed, record => Assert.Equal(ImageStatus.Failed, record.Status));
        Assert.Equal(listed.Select(record => record.UpdatedAt).OrderDescending(), listed.Select(record => record.UpdatedAt));
    }

    [Fact]
    public async Task LastPageHasNoContinuation()
    {
        await WriteAsync(Entry("a", 1, ImageStatus.Failed));
        await WriteAsync(Entry("b", 1, ImageStatus.Failed));

        Assert.Null(await AfterLastAsync(limit: 2));
        Assert.Null(await AfterLastAsync(limit: 1));

        // A catalogue may need an empty page to find out that there are no more records.
        async Task<string?> AfterLastAsync(int limit)
        {
            var page = await Catalogue.ListAsync(ImageStatus.Failed, limit, null, CancellationToken.None);
            for (var pages = 0; page.Continuation is not null; pages++)
            {
                Assert.InRange(pages, 0, 3);
                page = await Catalogue.ListAsync(ImageStatus.Failed, limit, page.Continuation, CancellationToken.None);
            }

            return page.Continuation;
        }
    }

    [Fact]
    public async Task EntriesThatChangeBetweenPagesNeitherRepeatNorHideOthers()
    {
        for (var number = 0; number < 9; number++)
        {
            await WriteAsync(Entry($"{number}", 1, ImageStatus.Processing, Noon.AddMinutes(number)));
        }

        var first = await Catalogue.ListAsync(ImageStatus.Processing, 3, null, CancellationToken.None);
        await WriteAsync(Entry("8", 2, ImageStatus.Processing, Noon.AddHours(1)));
        await WriteAsync(Entry("7", 2, ImageStatus.Ready, Noon.AddHours(1)));
        await WriteAsync(Entry("0", 2, ImageStatus.Processing, Noon.AddHours(2)));
        await WriteAsync(Entry("new", 1, ImageStatus.Processing, Noon.AddHours(3)));
        var rest = await ListAsync(ImageStatus.Processing, 3, first.Continuation);

        Assert.Equal(["8", "7", "6"], first.Records.Select(record => record.Key));
        Assert.Equal(["5", "4", "3", "2", "1"], rest.Select(record => record.Key));
    }

    [Fact]
    public async Task RecordsWithTheSameTimeAreEachListedOnce()
    {
        for (var number = 0; number < 40; number++)
        {
            await WriteAsync(Entry($"{number:00}", 1, ImageStatus.Failed));
        }

        var listed = await ListAsync(ImageStatus.Failed, pageSize: 3);

        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number:00}"), listed.Select(record => record.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListedRecordIsComplete()
    {
        var version = new ImageVersion(
            new string('a', 64), "set", "p/", ImageFormat.Jpeg, 40, 30, 1, 5, null, [new("thumb", "p/thumb.webp", ImageFormat.WebP, "image/webp", 1, 2, 1, 3)]);
        var entry = Entry("a", 1, ImageStatus.Rejected);
        entry = entry with { Record = entry.Record with { Current = version, Sequencer = "5", Reason = new("corruptImage", "…") } };
        await WriteAsync(entry);

        Assert.Equivalent(entry.Record, Assert.Single(await ListAsync(ImageStatus.Rejected, 10)), strict: true);
    }

    [Fact]
    public async Task StatusWithoutRecordsListsNone()
    {
        await WriteAsync(Entry("a", 1));

        Assert.Empty(await ListAsync(ImageStatus.Failed, 10));
    }

    [Fact]
    public async Task DueImagesAreThoseWithAnExpiredClaimOrAPendingAnnouncement()
    {
        await WriteAsync(Claimed("expired", Noon));
        await WriteAsync(Claimed("ready", Noon.AddMinutes(-1), ImageStatus.Ready));
        await WriteAsync(Claimed("alive", Noon.AddSeconds(1)));
        await WriteAsync(Claimed("reconciled", Noon.AddHours(-1)) with { Claims = [new("p/", "e", Noon.AddHours(-1), IsReconciled: true)] });
        await WriteAsync(Entry("unannounced", 1) with { Unannounced = new("e", new("x", "y"), Noon.AddMinutes(-2)) });
        await WriteAsync(Entry("announced later", 1) with { Unannounced = new("e", new("x", "y"), Noon.AddMinutes(2)) });
        await WriteAsync(Entry("idle", 1));

        Assert.Equal(["uploads/expired", "uploads/ready", "uploads/unannounced"], (await ListDueAsync(Noon)).Order(StringComparer.Ordinal));
        Assert.Contains("uploads/alive", await ListDueAsync(Noon.AddSeconds(1)));
    }

    [Fact]
    public async Task ImageIsNoLongerDueWhenItsClaimsAreReconciledOrReleased()
    {
        await WriteAsync(Claimed("a", Noon));
        await WriteAsync(Claimed("b", Noon));
        Assert.Equal(2, (await ListDueAsync(Noon)).Count);

        await WriteAsync(Entry("a", 2));
        await WriteAsync(Entry("b", 2) with { Claims = [new("p/", "e", Noon, new("1", "etag", null, Noon), IsReconciled: true)] });

        Assert.Empty(await ListDueAsync(Noon));
        Assert.Equal(
            new ClaimedUpload("1", "etag", null, Noon), (await Catalogue.GetAsync("uploads/b", CancellationToken.None))!.Claims.Single().Upload);
    }

    [Fact]
    public async Task DueImagesAreListedUpToTheLimit()
    {
        for (var number = 0; number < 30; number++)
        {
            await WriteAsync(Claimed($"{number}", Noon));
        }

        Assert.Equal(7, (await Catalogue.ListDueAsync(Noon, 7, CancellationToken.None)).Distinct().Count());
        Assert.Equal(30, (await ListDueAsync(Noon)).Distinct().Count());
    }

    [Fact]
    public async Task RemovableImagesAreThoseWithADueReplacedVersionOrAnInterruptedRemoval()
    {
        await WriteAsync(Replaced("due", Noon));
        await WriteAsync(Replaced("waits", Noon.AddSeconds(1)));
        await WriteAsync(Replaced("claimed", Noon) with { Claims = [new("p/", "e", Noon.AddHours(1))] });
        await WriteAsync(Replaced("reconciled", Noon) with { Claims = [new("p/", "e", Noon.AddHours(1), IsReconciled: true)] });
        await WriteAsync(Entry("interrupted", 1, ImageStatus.Deleted) with { Removals = [new("p/", "e", Noon)] });
        await WriteAsync(Entry("removing", 1) with { Removals = [new("p/", "e", Noon.AddMinutes(1))] });
        await WriteAsync(Entry("idle", 1));

        Assert.Equal(["uploads/due", "uploads/interrupted", "uploads/reconciled"], (await ListRemovableAsync(Noon)).Order(StringComparer.Ordinal));
        Assert.Contains("uploads/waits", await ListRemovableAsync(Noon.AddSeconds(1)));
        Assert.Equal(["uploads/claimed"], await ListDueAsync(Noon.AddHours(1)));
    }

    [Fact]
    public async Task ImageIsNoLongerRemovableWhenNothingWaits()
    {
        await WriteAsync(Replaced("a", Noon));

        await WriteAsync(Entry("a", 2));

        Assert.Empty(await ListRemovableAsync(Noon.AddDays(100)));
    }

    protected static CatalogueEntry Entry(
        string key, long revision, ImageStatus status = ImageStatus.Ready, DateTimeOffset? updated = null, string execution = "execution") =>
        new(
            new($"uploads/{key}", "uploads", key, status, Current: null, Sequencer: null, ETag: null, VersionId: null, Reason: null, execution, Noon, updated ?? Noon),
            [], [], revision);

    private static CatalogueEntry Replaced(string key, DateTimeOffset removeAfter) =>
        Entry(key, 1) with { Replaced = [new("p/", removeAfter.AddDays(1)), new("q/", removeAfter)] };

    private static CatalogueEntry Claimed(string key, DateTimeOffset expires, ImageStatus status = ImageStatus.Processing) =>
        Entry(key, 1, status) with { Claims = [new("p/", "e", expires), new("q/", "f", expires.AddHours(1))] };

    private Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now) => Catalogue.ListRemovableAsync(now, 1_000, CancellationToken.None);

    private Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now) => Catalogue.ListDueAsync(now, 1_000, CancellationToken.None);

    private async Task WriteAsync(CatalogueEntry entry) => Assert.True(await Catalogue.TryWriteAsync(entry, CancellationToken.None));

    private async Task<List<ImageRecord>> ListAsync(ImageStatus status, int pageSize, string? continuation = null)
    {
        var records = new List<ImageRecord>();
        do
        {
            var page = await Catalogue.ListAsync(status, pageSize, continuation, CancellationToken.None);
            Assert.InRange(page.Records.Count, 0, pageSize);
            records.AddRange(page.Records);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return records;
    }
}
