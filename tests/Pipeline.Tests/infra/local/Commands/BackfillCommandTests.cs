using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Local.Backfill;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

public sealed class BackfillCommandTests : IDisposable
{
    private const string First = """{"renditions": [{"name": "thumb", "width": 8, "format": "png"}]}""";
    private const string Second = """{"renditions": [{"name": "thumb", "width": 12, "format": "png"}, {"name": "small", "width": 16, "format": "jpeg"}]}""";

    private readonly PipelineProgram _program = new();

    public BackfillCommandTests()
    {
        _program.Write("first.json", First);
        _program.Write("second.json", Second);
    }

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task TwoThousandImagesAreEachProcessedOnceAlthoughTheHostIsKilledTwice()
    {
        const int Images = 2_000;
        const int Cap = 8;
        await StoreOriginalsAsync(Images);
        string[] command = ["backfill", "--renditions", "first.json", "--max-concurrency", $"{Cap}"];

        var dry = await _program.RunAsync([.. command, "--dry-run"]);
        dry.AssertExit(0);
        Assert.StartsWith("2,000 images, ", dry.Text, StringComparison.Ordinal);
        await KillAfterAsync(300, command);
        await KillAfterAsync(900, command);
        var last = await _program.RunAsync(command);

        last.AssertExit(0);
        Assert.Contains("which was interrupted.", last.Output[0], StringComparison.Ordinal);
        Assert.Equal("accepted   2,000", last.Output[^1]);
        await using (var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System))
        {
            await AssertCurrentAsync(store, First, Images);
            var backfill = (await LocalBackfills.FindAsync(store, null, CancellationToken.None))!;
            var run = Assert.Single(store.MapRuns.List(backfill.Arn, 0, 10));
            var children = ListChildren(store, run);
            Assert.Equal(Images, children.Count);
            Assert.All(children, child => Assert.Equal(RecordedStatus.Succeeded, child.Status));
            // Each image has one child, and the record is of the one execution that made it.
            Assert.Equal(Images, children.Select(child => child.Input).Distinct().Count());
            Assert.InRange(CountMaxAtOnce(children), 2, Cap);
            var announced = await store.Announcements.ListByExecutionAsync(backfill.Arn, CancellationToken.None);
            Assert.Contains("\"backfilled\"", Assert.Single(announced).Message, StringComparison.Ordinal);
        }

        var outdated = await _program.RunAsync("backfill", "--renditions", "second.json", "--outdated");
        outdated.AssertExit(0);
        Assert.Equal("accepted   2,000", outdated.Output[^1]);
        await using (var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System))
        {
            await AssertCurrentAsync(store, Second, Images);
        }

        Assert.Equal("0 images, 0 B", (await _program.RunAsync("backfill", "--renditions", "second.json", "--outdated")).Text);
        Assert.Equal("unchanged  2,000", (await _program.RunAsync("backfill", "--renditions", "second.json")).Output[^1]);
    }

    [Fact]
    public async Task RefreshUpdatesRecordsWithoutNewRenditions()
    {
        await StoreOriginalsAsync(3);
        (await _program.RunAsync("backfill", "--renditions", "first.json")).AssertExit(0);
        var before = await ListVersionsAsync();

        var dry = await _program.RunAsync("backfill", "--renditions", "first.json", "--refresh", "photo", "--keep-location", "city", "--dry-run");
        var refreshed = await _program.RunAsync("backfill", "--renditions", "first.json", "--refresh", "photo", "--keep-location", "city");
        var again = await _program.RunAsync("backfill", "--renditions", "first.json", "--refresh", "photo", "--keep-location", "city");

        Assert.StartsWith("3 images", dry.Text, StringComparison.Ordinal);
        Assert.Equal("refreshed  3", refreshed.Output[^1]);
        Assert.Equal("0 images, 0 B", again.Text);
        var after = await ListVersionsAsync();
        Assert.Equal(before.Select(version => version.Prefix), after.Select(version => version.Prefix));
        Assert.All(after, version => Assert.EndsWith("-city", version.PhotoSchema, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnlyKeysBelowThePrefixAreProcessed()
    {
        await StoreOriginalsAsync(4);

        var run = await _program.RunAsync("backfill", "--renditions", "first.json", "--prefix", "images/0003");

        run.AssertExit(0);
        Assert.Equal("accepted   1", run.Output[^1]);
        Assert.Single(await ListVersionsAsync());
    }

    [Fact]
    public async Task FailuresAreCountedAndCanBeSeenLater()
    {
        await StoreOriginalsAsync(1);
        await using (var store = LocalStore.Open(_program.DataFolder, TimeProvider.System))
        {
            var text = await store.Uploads.PutAsync("notes.txt", new MemoryStream("text"u8.ToArray()), null, CancellationToken.None);
            await store.Uploads.SkipEventAsync(text.Event.Id, CancellationToken.None);
        }

        var run = await _program.RunAsync("backfill", "--renditions", "first.json", "--announcements", "each");
        var status = await _program.RunAsync("backfill", "status");

        run.AssertExit(0);
        Assert.Equal(["accepted   1", "rejected   1"], run.Output.TakeLast(2));
        Assert.Equal(["accepted   1", "rejected   1"], status.Output.TakeLast(2));
        Assert.EndsWith(": SUCCEEDED", status.Output[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task InterruptedBackfillSaysWhenItContinues()
    {
        await StoreOriginalsAsync(2_000);
        using var running = _program.Start("backfill", "--renditions", "first.json", "--max-concurrency", "1");
        await WaitForChildrenAsync(1);

        running.Interrupt();
        var run = await running.WaitForExitAsync();

        run.AssertExit(130);
        Assert.Contains("continues with the next start", run.Errors, StringComparison.Ordinal);
        Assert.Equal("accepted   2,000", (await _program.RunAsync("backfill", "--renditions", "first.json", "--max-concurrency", "1")).Output[^1]);
    }

    [Theory]
    [InlineData("--refresh is", "--refresh", "everything")]
    [InlineData("--refresh description needs --describe-url and --describe-model.", "--refresh", "description")]
    [InlineData("use one of the two", "--refresh", "photo", "--outdated")]
    [InlineData("--announcements", "--announcements", "some")]
    [InlineData("--max-concurrency", "--max-concurrency", "0")]
    public async Task OptionsThatDoNotGoTogetherAreRefused(string words, params string[] options)
    {
        await StoreOriginalsAsync(1);

        (await _program.RunAsync(["backfill", .. options])).AssertUsageError(words.Split('\'')[0].TrimEnd());
    }

    [Fact]
    public async Task StatusWithoutABackfillSaysSo()
    {
        await StoreOriginalsAsync(1);

        (await _program.RunAsync("backfill", "status")).AssertUsageError("There is no backfill in");
        (await _program.RunAsync("backfill", "status", "nothing")).AssertUsageError("There is no backfill nothing");
    }

    [Fact]
    public async Task FolderOfARunningHostIsRefusedWithTheWayToStartItThere()
    {
        await StoreOriginalsAsync(1);
        await using var store = LocalStore.Open(_program.DataFolder, TimeProvider.System);

        (await _program.RunAsync("backfill")).AssertUsageError("A host uses", "start-execution");
    }

    private async Task StoreOriginalsAsync(int count)
    {
        await using var store = LocalStore.Open(_program.DataFolder, TimeProvider.System);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, token) =>
        {
            // Originals that were there before: no event of theirs starts an execution.
            var upload = await store.Uploads.PutAsync($"images/{number:0000}.png", new MemoryStream(SyntheticImages.Png(16 + (number % 50), 16 + (number / 50))), null, token);
            await store.Uploads.SkipEventAsync(upload.Event.Id, token);
        });
    }

    private async Task KillAfterAsync(int children, string[] command)
    {
        using var running = _program.Start(command);
        await WaitForChildrenAsync(children);
        running.Kill();
        await running.WaitForExitAsync();
    }

    private async Task WaitForChildrenAsync(int count)
    {
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        var start = TimeProvider.System.GetTimestamp();
        while (await LocalBackfills.FindAsync(store, null, CancellationToken.None) is not { } backfill
            || LocalBackfills.GetProgress(store, backfill, TimeProvider.System) is not { } progress || progress.Succeeded < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < PipelineProgram.Timeout, $"The backfill did not get to {count} images.");
            await Task.Delay(20);
        }
    }

    private static async Task AssertCurrentAsync(LocalStore store, string renditions, int images)
    {
        var set = RenditionSetReader.Read(renditions, "renditions.json").ByPrefix.Single();
        var records = await ListAsync(store);
        Assert.Equal(images, records.Count);
        Assert.All(records, record => Assert.Equal(set.Hash, record.Current!.RenditionSet));
        Assert.All(records.Take(50).SelectMany(record => record.Current!.Renditions), rendition => Assert.True(File.Exists(store.Images.GetRenditionPath(rendition.Key))));
    }

    private async Task<List<ImageVersion>> ListVersionsAsync()
    {
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        return [.. (await ListAsync(store)).OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => record.Current!)];
    }

    private static async Task<List<ImageRecord>> ListAsync(LocalStore store)
    {
        var records = new List<ImageRecord>();
        string? continuation = null;
        do
        {
            var page = await store.Catalogue.ListAsync(ImageStatus.Ready, 1_000, continuation, CancellationToken.None);
            records.AddRange(page.Records);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return records;
    }

    private static List<MapChildRecord> ListChildren(LocalStore store, MapRunRecord run)
    {
        var children = new List<MapChildRecord>();
        while (store.MapRuns.ListChildren(run.Number, null, children.Count - 1, 1_000) is { Count: > 0 } page)
        {
            children.AddRange(page);
        }

        return children;
    }

    /// <summary>The largest number of child executions that ran at the same time, by their start and end.</summary>
    private static int CountMaxAtOnce(IEnumerable<MapChildRecord> children)
    {
        var (running, most) = (0, 0);
        foreach (var (_, change) in children
            .SelectMany(child => new[] { (Time: child.StartTime, Change: 1), (Time: child.StopTime!.Value, Change: -1) })
            .OrderBy(moment => moment.Time).ThenBy(moment => moment.Change))
        {
            running += change;
            most = Math.Max(most, running);
        }

        return most;
    }
}
