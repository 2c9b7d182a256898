using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Core.Executions;
using Pipeline.Host.Store;

namespace Pipeline.Tests.Host.Store;

/// <summary>Kills a host (SIGKILL) at seeded moments, several times on one folder. Nothing that was acknowledged is lost.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly HashSet<string> Kinds = ["put", "delete", "rendition", "start", "event", "finish"];

    private static readonly TimeSpan RoundTimeout = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AcknowledgedWritesSurviveKills()
    {
        var random = new Random(20260301);
        var reports = new List<string[]>();
        for (var round = 0; round < 5; round++)
        {
            // How many writes a slow disk acknowledges of each kind is chance. The first host lives until it has acknowledged all.
            var kinds = round == 0 ? Kinds : [];
            reports.AddRange(await RunAndKillAsync(seed: random.Next(), acknowledgements: random.Next(20, 400), kinds));

            await using (var reader = LocalStore.OpenReadOnly(_folder, TimeProvider.System))
            {
                await AssertUploadsAreCompleteAsync(reader, reports);
                await AssertExecutionsAreRecordedAsync(reader, reports);
            }

            await using var store = LocalStore.Open(_folder, TimeProvider.System);
            await AssertUploadsAreCompleteAsync(store, reports);
            await AssertExecutionsAreRecordedAsync(store, reports);
            AssertRenditionsAreComplete(reports);
            Assert.Equal(await CountAsync(store), Directory.GetFiles(Path.Combine(_folder, "uploads"), "*", SearchOption.AllDirectories).Length);
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "tmp")));
        }

        Assert.Superset(Kinds, reports.Select(words => words[0]).ToHashSet());
    }

    private static async Task AssertUploadsAreCompleteAsync(LocalStore store, List<string[]> reports)
    {
        // No execution is started for these events, so all of them are still pending.
        var events = (await store.Uploads.ListPendingEventsAsync(0, int.MaxValue, CancellationToken.None))
            .ToDictionary(pending => pending.Event.Detail.Object.Sequencer!, pending => pending.Event.Detail.Object);
        foreach (var words in reports.Where(words => words[0] is "put" or "delete"))
        {
            var recorded = events[words[2]];
            Assert.Equal((words[1], words[3]), (recorded.Key, recorded.ETag ?? ""));
        }

        var listed = (await store.Uploads.ListAsync(new(), CancellationToken.None)).Objects;
        foreach (var found in listed)
        {
            using var opened = await store.Uploads.OpenAsync(found.Key, CancellationToken.None);
            Assert.Equal(found.ETag, await EntityTag.ComputeAsync(opened!.Content));
        }

        var newest = events.OrderBy(recorded => recorded.Key, StringComparer.Ordinal).GroupBy(recorded => recorded.Value.Key, recorded => recorded.Value.ETag);
        Assert.Equal(
            newest.Where(key => key.Last() is not null).Select(key => (key.Key, key.Last()!)).Order(),
            listed.Select(found => (found.Key, found.ETag)).Order());
    }

    private static async Task<int> CountAsync(LocalStore store) =>
        (await store.Uploads.ListAsync(new(), CancellationToken.None)).Objects.Count;

    private static async Task AssertExecutionsAreRecordedAsync(LocalStore store, List<string[]> reports)
    {
        foreach (var execution in reports.Where(words => words[0] is "start" or "event" or "finish").GroupBy(words => words[1]))
        {
            var recorded = await store.Executions.GetAsync(execution.Key, CancellationToken.None);
            var history = await store.Executions.GetHistoryAsync(execution.Key, 0, 100, CancellationToken.None);
            var acknowledged = execution.Max(words => words[0] == "event" ? int.Parse(words[2], CultureInfo.InvariantCulture) : 0);

            Assert.InRange(history.Count, acknowledged, 21);
            Assert.Equal(Enumerable.Range(1, history.Count).Select(id => (long)id), history.Select(recordedEvent => recordedEvent.Id));
            Assert.Equal(history.Count == 21 ? RecordedStatus.Succeeded : RecordedStatus.Running, recorded!.Status);
            Assert.True(history.Count == 21 || !execution.Any(words => words[0] == "finish"));
        }
    }

    private void AssertRenditionsAreComplete(List<string[]> reports)
    {
        var root = Path.Combine(_folder, "renditions");
        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
        Assert.All(files, file => Assert.Equal(
            Path.GetFileNameWithoutExtension(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
        Assert.Superset(
            reports.Where(words => words[0] == "rendition").Select(words => Path.GetFileName(words[1])).ToHashSet(),
            files.Select(Path.GetFileName).ToHashSet()!);
    }

    private async Task<List<string[]>> RunAndKillAsync(int seed, int acknowledgements, HashSet<string> kinds)
    {
        using var host = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Pipeline.CrashHost.dll"), _folder, seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var reports = new List<string[]>();
        using var timeout = new CancellationTokenSource(RoundTimeout);
        try
        {
            while (!IsDone() && await host.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                reports.Add(line.Split('\t'));
            }

            Assert.True(IsDone(), "The host ended by itself.");
            host.Kill();
            // What the host has acknowledged before it was killed. Its last line may be incomplete.
            var rest = (await host.StandardOutput.ReadToEndAsync(timeout.Token)).Split('\n');
            reports.AddRange(rest[..^1].Select(line => line.Split('\t')));
            await host.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Within {RoundTimeout}, the host acknowledged {reports.Count} writes of {string.Join(", ", reports.Select(words => words[0]).Distinct())}.");
        }
        finally
        {
            host.Kill();
        }

        return reports;

        bool IsDone() => reports.Count >= acknowledgements && kinds.IsSubsetOf(reports.Select(words => words[0]));
    }
}
