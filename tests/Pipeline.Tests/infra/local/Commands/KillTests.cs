using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>SIGKILL while fifty images are processed, then the same command again: everything is there exactly once.</summary>
public sealed class KillTests : IDisposable
{
    private const int Images = 50;

    private const string Set = """{ "renditions": [{ "name": "thumb", "width": 64, "height": 64, "fit": "cover" }, { "name": "small", "width": 100, "format": "jpeg" }] }""";

    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    /// <param name="seed">Seed of the random moment of the kill.</param>
    /// <param name="from">Minimum number of outcomes reported before the kill; with 0, it can happen during the uploads or earlier.</param>
    /// <param name="to">Upper limit, exclusive, of the number of outcomes reported before the kill.</param>
    [Theory]
    [InlineData(20260301, 0, 1)]
    [InlineData(20260302, 1, 10)]
    [InlineData(20260303, 10, 30)]
    public async Task EveryImageIsCompleteAndAnnouncedOnceAfterAKill(int seed, int from, int to)
    {
        var random = new Random(seed);
        _program.Write("set.json", Set);
        for (var image = 0; image < Images; image++)
        {
            // Large enough that the program cannot finish before a busy machine has read its first lines.
            _program.Write(string.Create(CultureInfo.InvariantCulture, $"in/{image:00}.jpg"), SyntheticImages.Jpeg(1_600, 1_200, seed + image));
        }

        await RunAndKillAsync(random, random.Next(from, to));
        var unfinished = await CountUnfinishedAsync();
        var again = await _program.RunAsync("process", "in", "--json", "--renditions", "set.json");

        again.AssertExit(0);
        Assert.Equal(
            unfinished switch
            {
                0 => "",
                1 => "Resumed 1 unfinished execution.",
                _ => $"Resumed {unfinished} unfinished executions.",
            },
            again.Errors.Trim());
        Assert.Equal(Images + unfinished, again.Output.Count);
        await AssertEveryImageIsCompleteOnceAsync();
    }

    private async Task RunAndKillAsync(Random random, int afterLines)
    {
        using var running = _program.StartAndKillAfter(afterLines, "process", "in", "--json", "--renditions", "set.json");
        if (afterLines == 0)
        {
            await Task.Delay(random.Next(300, 600));
            running.Kill();
        }

        var killed = await running.WaitForExitAsync();
        Assert.NotEqual(0, killed.ExitCode);
        Assert.InRange(killed.Output.Count, afterLines, Images - 1);
    }

    private async Task<int> CountUnfinishedAsync()
    {
        if (!File.Exists(Path.Combine(_program.DataFolder, "pipeline.db")))
        {
            return 0;
        }

        try
        {
            await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
            var running = await store.Executions.ListUnfinishedAsync(CancellationToken.None);
            var pending = await store.Uploads.ListPendingEventsAsync(0, 1_000, CancellationToken.None);
            return running.Count + pending.Count;
        }
        catch (OlderFormatException)
        {
            // The kill came after the file was created, but before its tables were.
            return 0;
        }
    }

    private async Task AssertEveryImageIsCompleteOnceAsync()
    {
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        var records = (await store.Catalogue.ListAsync(ImageStatus.Ready, 1_000, null, CancellationToken.None)).Records;
        Assert.Equal(Images, records.Count);

        var renditions = records.SelectMany(record => record.Current!.Renditions).ToArray();
        Assert.Equal(2 * Images, renditions.Length);
        Assert.All(renditions, rendition => Assert.Equal(rendition.Bytes, new FileInfo(store.Images.GetRenditionPath(rendition.Key)).Length));
        // There are no files without a record.
        Assert.Equal(
            renditions.Select(rendition => store.Images.GetRenditionPath(rendition.Key)).Order(StringComparer.Ordinal), ListFiles("renditions"));
        Assert.Equal(Images, ListFiles("uploads").Count);
        Assert.Empty(ListFiles("tmp"));

        var announced = (await store.Announcements.ListAsync(null, null, false, 1_000, CancellationToken.None))
            .Select(record => JsonSerializer.Deserialize(record.Message, PipelineJson.Default.Announcement)!);
        Assert.Equal(
            records.Select(record => (record.ImageId, "succeeded")).Order(), announced.Select(announcement => (announcement.ImageId, announcement.Outcome)).Order());
        Assert.Empty(await store.Executions.ListUnfinishedAsync(CancellationToken.None));
        Assert.Empty(await store.Uploads.ListPendingEventsAsync(0, 10, CancellationToken.None));
    }

    private List<string> ListFiles(string part) =>
        [.. Directory.GetFiles(Path.Combine(_program.DataFolder, part), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
