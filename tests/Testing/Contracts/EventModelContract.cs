using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Storage;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Renditions;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// Random sequences of what happens to one key of a bucket with versions, against a model of that bucket. Events arrive in any order, late,
/// up to three times, and executions crash at any call of a port and continue later. With any store and catalogue, the record shows what the
/// bucket shows, nothing is left that nothing refers to, and every outcome is announced once.
/// </summary>
public abstract class EventModelContract
{
    /// <summary>Environment variable with the number of sequences. The default is small.</summary>
    private const string CountVariable = "PIPELINE_MODEL_SEQUENCES";

    /// <summary>Environment variable with the seed of the first sequence.</summary>
    private const string SeedVariable = "PIPELINE_MODEL_SEED";

    private static readonly string[] Announcing = ["AnnounceSuccess", "AnnounceRejection", "AnnounceRemoval", "Failed"];

    private static readonly RenditionSet Set = new([new("tiny", 4), new("square", 6, 6, Fit.Cover)]);

    protected abstract IImageStore Store { get; }

    protected abstract IImageCatalogue Catalogue { get; }

    protected abstract IImageCodec Codec { get; }

    [Fact]
    public async Task AnySequenceOfEventsAndCrashesLeadsToWhatTheBucketShows()
    {
        var (first, count) = (Read(SeedVariable, 1), Read(CountVariable, 40));
        await using var announcements = new TemporaryStore();
        for (var seed = first; seed < first + count; seed++)
        {
            try
            {
                await new Sequence(this, announcements.Store.Announcements, seed).RunAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Sequence {seed} failed. Run it again with {SeedVariable}={seed} {CountVariable}=1.", exception);
            }
        }
    }

    private static int Read(string variable, int @default) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : @default;

    private sealed class Sequence
    {
        private readonly EventModelContract _contract;
        private readonly AnnouncementStore _announcements;
        private readonly Random _random;
        private readonly string _key;
        private readonly VersionedBucket _bucket;
        private readonly CrashPlan _crashes = new();
        private readonly VirtualTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        private readonly DecodeCache _cache = new(1 << 20);
        private readonly StateMachine _machine;
        private readonly List<ImageEvent> _pending = [];
        private readonly List<OpenExecution> _open = [];
        private readonly List<OpenExecution> _ended = [];
        private readonly List<string> _log = [];

        public Sequence(EventModelContract contract, AnnouncementStore announcements, int seed)
        {
            (_contract, _announcements, _random, _key) = (contract, announcements, new(seed), $"model/{seed}.png");
            _bucket = new(_key, contract.Codec, _random);
            var store = PortProxy.Create(contract.Store, _crashes, _bucket);
            var catalogue = PortProxy.Create(contract.Catalogue, _crashes, null);
            var handlers = PipelineTasks.Create(
                new("none", Set) { RenditionGrace = TimeSpan.Zero }, store, catalogue, announcements, contract.Codec, _cache, WatermarkImages.Decode(contract.Codec, []), _time);
            _machine = new(PipelineDefinition.Load(), new ResourceInvoker(handlers), _time, new Random(seed));
        }

        public async Task RunAsync()
        {
            try
            {
                for (var operations = _random.Next(2, 7); operations > 0 || _pending.Count > 0 || _open.Count > 0;)
                {
                    switch (_random.Next(3))
                    {
                        case 0 when operations > 0:
                            operations--;
                            Happen(_bucket.Change());
                            break;
                        case 1 when _pending.Count > 0:
                            await DeliverAsync();
                            break;
                        case 2 when _open.Count > 0:
                            await ContinueAsync(_open[_random.Next(_open.Count)]);
                            break;
                    }
                }

                await AssertSettledAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Join('\n', _log), exception);
            }
            finally
            {
                _cache.Dispose();
                _time.Dispose();
            }
        }

        private void Happen(ImageEvent @event)
        {
            _log.Add($"bucket: {@event.Detail.Object.Sequencer} {@event.DetailType} {@event.Detail.DeletionType} {@event.Detail.Object.VersionId}; it shows {_bucket.Current?.VersionId ?? "nothing"}");
            _pending.AddRange(Enumerable.Repeat(@event, _random.Next(4) == 0 ? _random.Next(2, 4) : 1));
        }

        private async Task DeliverAsync()
        {
            var index = _random.Next(_pending.Count);
            var (@event, name) = (_pending[index], $"{_key.Replace('/', '-')}-{_ended.Count + _open.Count}");
            _pending.RemoveAt(index);
            var input = JsonSerializer.SerializeToNode(@event, PipelineJson.Default.ImageEvent);
            var execution = new OpenExecution(
                new(PipelineDefinition.ExecutionArn(name), name, PipelineDefinition.StateMachineArn, PipelineDefinition.RoleArn, input, _time.GetUtcNow()), @event, new());
            _open.Add(execution);
            await ContinueAsync(execution);
        }

        /// <summary>Runs an execution to its end or to its next crash.</summary>
        private async Task ContinueAsync(OpenExecution execution)
        {
            using var host = new CancellationTokenSource();
            _crashes.Prepare(_random, host);
            try
            {
                var result = await _machine.ResumeAsync(execution.Start, execution.Journal.Events, execution.Journal, null, host.Token);
                _log.Add($"{execution.Start.Name} of {execution.Event.Detail.Object.Sequencer} {execution.Event.DetailType}: {execution.LastState} {result.Error} {result.Cause}");
                _open.Remove(execution);
                _ended.Add(execution);
            }
            catch (OperationCanceledException) when (host.IsCancellationRequested)
            {
                _log.Add($"{execution.Start.Name} of {execution.Event.Detail.Object.Sequencer}: crash, {_crashes.Description}");
                // What is being removed cannot be claimed for 20 minutes; real executions wait less for a crashed one.
                if (await GetEntryAsync() is { Removals.Count: > 0 })
                {
                    await ContinueAsync(execution);
                }
            }
        }

        private Task<CatalogueEntry?> GetEntryAsync() => _contract.Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, _key), CancellationToken.None);

        private async Task AssertSettledAsync()
        {
            var entry = await GetEntryAsync();
            var stored = await _contract.Store.ListRenditionsAsync(_key + "/", CancellationToken.None);
            _log.Add($"entry: {entry}");
            Assert.All(_ended, execution => Assert.NotEqual("Failed", execution.LastState));
            if (_bucket.Current is { } current)
            {
                Assert.Equal((ImageStatus.Ready, current.ETag, current.VersionId), (entry!.Record.Status, entry.Record.ETag, entry.Record.VersionId));
                Assert.Superset(entry.Record.Current!.Renditions.Select(rendition => rendition.Key).ToHashSet(), stored.ToHashSet());
            }
            else
            {
                Assert.True(entry is null or { Record: { Status: ImageStatus.Deleted, Current: null } });
            }

            Assert.Empty(entry?.Claims ?? []);
            Assert.Empty(entry?.Removals ?? []);
            // Whatever is stored, something refers to it: the current version, or one that was replaced not long ago.
            var references = entry is null ? "" : JsonSerializer.Serialize(entry, PipelineJson.Default.CatalogueEntry);
            Assert.All(stored, key => Assert.Contains(key[..(key.LastIndexOf('/') + 1)], references, StringComparison.Ordinal));
            foreach (var execution in _ended)
            {
                var announced = await _announcements.ListByExecutionAsync(execution.Start.ExecutionArn, CancellationToken.None);
                Assert.True(
                    announced.Count == (Announcing.Contains(execution.LastState) ? 1 : 0), $"{execution.Start.Name} ended in {execution.LastState} with {announced.Count} announcements.");
            }

            // A second delivery finds that the first did the work.
            var outcomes = _ended.Where(execution => Announcing.Contains(execution.LastState)).GroupBy(execution => execution.Event.Detail.Object.Sequencer);
            Assert.All(outcomes, outcome => Assert.Single(outcome));
        }
    }

    private sealed record OpenExecution(ExecutionStart Start, ImageEvent Event, InMemoryJournal Journal)
    {
        /// <summary>The Succeed or Fail state that it ended in.</summary>
        public string LastState => Journal.Events.LastOrDefault(entry => entry.Type is "ExecutionSucceeded" or "ExecutionFailed") is null
            ? "no end"
            : (string?)Journal.Events.Last(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal)).Details?["name"] ?? "no state";
    }
}
