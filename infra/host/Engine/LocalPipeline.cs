using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Events;
using Pipeline.Core.Executions;
using Pipeline.Core.Persisting;
using Pipeline.Core.Reconciliation;
using Pipeline.Core.Resizing;
using Pipeline.Core.Validation;
using Pipeline.EventPatterns;
using Pipeline.Host.Engine.Attempts;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Engine.Logs;
using Pipeline.Host.Engine.MapRuns;
using Pipeline.Host.Engine.Reconciliation;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Uploads;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine;

/// <summary>
/// The whole pipeline on one machine: uploads, event pattern, state machine, functions, catalogue, announcements.
/// An upload is on disk and its execution is recorded before it is acknowledged.
/// </summary>
public sealed class LocalPipeline : IAsyncDisposable
{
    private readonly DecodeAttempts _attempts;
    private readonly DecodeCache _cache;
    private readonly FencePool? _fence;
    private readonly IReadOnlyList<EventPattern> _patterns;
    private readonly ExecutionRunner _runner;
    private readonly PeriodicReconciliation _reconciliation;
    private readonly TimeProvider _time;
    private readonly OpenMapRuns _mapRuns;
    private readonly Reprocessing _reprocessing;

    private LocalPipeline(
        LocalStore store, DecodeAttempts attempts, DecodeCache cache, FencePool? fence, IReadOnlyList<EventPattern> patterns, DefinitionFile definition,
        ExecutionRunner runner, ExecutionCommands executions, PipelineEvents events, PeriodicReconciliation reconciliation, TimeProvider time,
        FurtherDefinitions further, OpenMapRuns mapRuns)
    {
        (Store, _attempts, _cache, _fence, _patterns, Definition, _runner) = (store, attempts, cache, fence, patterns, definition, runner);
        (Executions, Events, _reconciliation, _time) = (executions, events, reconciliation, time);
        (FurtherDefinitions, _mapRuns) = (further, mapRuns);
        _reprocessing = new(new PublishingCatalogue(store.Catalogue, events), store.Images);
    }

    public LocalStore Store { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>Limits of uploads.</summary>
    public ImageLimits Limits { get; private init; } = new();

    /// <summary>Names of the formats that images can have.</summary>
    public IReadOnlyList<string> Formats { get; private init; } = [];

    /// <summary>How images are described, quarantined and released; null if they are not.</summary>
    public DescribingOptions? Describing { get; private init; }

    /// <summary>Starts, redrives and stops executions on a user's request.</summary>
    public ExecutionCommands Executions { get; }

    /// <summary>The definition that executions run.</summary>
    public DefinitionFile Definition { get; }

    /// <summary>The other definitions that executions can run, such as the backfill's.</summary>
    public FurtherDefinitions FurtherDefinitions { get; }

    /// <summary>Publishes what happens, as it happens.</summary>
    public PipelineEvents Events { get; }

    /// <summary>The fault of the machine that keeps executions from going on, for example a full disk; null if there is none.</summary>
    public HostInterruption? Interruption => _runner.Interruption;

    /// <summary>Opens the data folder and starts the runners. Nothing runs before <see cref="ResumeAsync"/> or a submission.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="codec">Reads and writes images.</param>
    /// <param name="onHistoryEvent">Called with the execution's name for every history event, as it is written.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="InvalidDefinitionException">The definition is invalid.</exception>
    /// <exception cref="InvalidWatermarkException">A watermark of a rendition set cannot be decoded.</exception>
    public static LocalPipeline Open(PipelineOptions options, IImageCodec codec, Action<string, HistoryEvent> onHistoryEvent, TimeProvider time)
    {
        var pipeline = Open(options, codec, time);
        pipeline.Events.Published += published =>
        {
            if (published is HistoryAppended appended)
            {
                foreach (var @event in appended.Events)
                {
                    onHistoryEvent(appended.Execution, @event);
                }
            }
        };
        return pipeline;
    }

    /// <inheritdoc cref="Open(PipelineOptions, IImageCodec, Action{string, HistoryEvent}, TimeProvider)"/>
    public static LocalPipeline Open(PipelineOptions options, IImageCodec codec, TimeProvider time)
    {
        // Errors in files are found before anything is created.
        var patterns = PipelineDefinition.LoadPatterns();
        var watermarks = WatermarkImages.Decode(codec, options.RenditionSets.Watermarks);
        var additions = options.Describing is null ? null : File.ReadAllText(PipelineDefinition.AdditionsPath);
        var rules = new DefinitionRules(PipelineTasks.ListNames(options), additions);
        var definition = DefinitionFile.Open(options.DefinitionFile, rules, time, options.WatchDefinition);
        try
        {
            return Open(options, codec, watermarks, definition, rules, patterns, time);
        }
        catch
        {
            definition.Dispose();
            throw;
        }
    }

    private static LocalPipeline Open(
        PipelineOptions options, IImageCodec codec, WatermarkImages watermarks, DefinitionFile definition, DefinitionRules rules,
        IReadOnlyList<EventPattern> patterns, TimeProvider time)
    {
        var store = LocalStore.Open(options.DataFolder, time);
        var attempts = DecodeAttempts.Open(store.Folder);
        var cacheBytes = Math.Min(options.DecodeCacheBytes, options.PictureMemory.CacheBytes);
        var cache = new DecodeCache(cacheBytes);
        var logs = new CallLogs();
        var fence = options.Fence is { } fenceOptions
            ? new FencePool(
                fenceOptions, new(options.ConcurrentRenditions, cacheBytes / fenceOptions.Processes), options.RenditionSets.Watermarks,
                options.PictureMemory.Bytes, time, logs)
            : null;
        var events = new PipelineEvents();
        var catalogue = new PublishingCatalogue(store.Catalogue, events);
        void OnAnnounced(AnnouncementRecord announcement) => events.Publish(new Announced(announcement));
        var objects = new LocalMapObjects(store);
        var handlers = PipelineTasks.Create(
            options, options.KeepTags ? store.Images.WithTags() : store.Images, catalogue, store.Announcements, codec, cache, watermarks, time, OnAnnounced, fence,
            new LocalResultFiles(objects), store.Outcomes, logs, store.DescriptionBudget);
        var reconciler = new ClaimReconciler(
            catalogue, new LocalFailureAnnouncer(store.Announcements, OnAnnounced), time,
            async (arn, token) => (await store.Executions.GetAsync(arn, token))?.Status == RecordedStatus.Running, store.Outcomes);
        definition.Changed += state => events.Publish(new DefinitionChanged(state));
        var invoker = new AttemptRecorder(
            new Tasks.ResourceInvoker(handlers), PipelineTasks.ListUsingCodecs(options), attempts,
            async (arn, token) => (await store.Executions.GetAsync(arn, token))?.ImageId);
        var logging = new LoggingInvoker(invoker, logs, (arn, lines) => store.Logs.QueueAppendAsync(arn, lines, CancellationToken.None), time);
        ExecutionRunner? runner = null;
        var further = new FurtherDefinitions(definition, rules, options.FurtherDefinitions);
        var mapRuns = new OpenMapRuns(store.MapRuns, attempts.Forget);
        var machine = new CurrentStateMachine(
            definition, further, new Tasks.FullDiskInvoker(logging, (arn, fault) => runner!.Interrupt(mapRuns.FindRoot(arn), fault)), objects, mapRuns, time);
        runner = new(store, machine, options.ConcurrentExecutions, attempts, reconciler, events, time);
        return new(
            store, attempts, cache, fence, patterns, definition, runner, new(store, runner, machine, events, time), events,
            new(reconciler, new(catalogue, store.Images, time), time), time, further, mapRuns)
        {
            Limits = options.Limits,
            Describing = options.Describing,
            Formats = [.. codec.DecodableFormats.Order().Select(format => format.DisplayName())],
        };
    }

    /// <summary>
    /// Continues what a crash interrupted: running executions, and events whose execution was not recorded yet. From now on, images whose
    /// execution is lost are recorded as failed.
    /// </summary>
    public async Task<IReadOnlyList<Submission>> ResumeAsync(CancellationToken cancellationToken)
    {
        var submissions = new List<Submission>();
        var unfinished = await Store.Executions.ListUnfinishedAsync(cancellationToken);
        // Suspects of a crash come last: if one of them takes the process down again, the others are done.
        foreach (var execution in unfinished.OrderBy(execution => _attempts.IsSuspect(execution.Name) ? 1 + _attempts.CountCrashes(execution.Name) : 0))
        {
            var imageId = execution.ImageId ?? "";
            Events.Publish(new ExecutionResumed(execution));
            submissions.Add(new(imageId, execution.Name, _runner.EnqueueAsync(execution, imageId)));
        }

        for (var (after, more) = (0L, true); more;)
        {
            var pending = await Store.Uploads.ListPendingEventsAsync(after, 1_000, cancellationToken);
            foreach (var (number, @event) in pending)
            {
                submissions.Add(await RouteAsync(@event, cancellationToken));
                after = number;
            }

            more = pending.Count > 0;
        }

        await _reconciliation.StartAsync(cancellationToken);

        return submissions;
    }

    /// <inheritdoc cref="UploadAsync(string, Stream, UploadOptions, CancellationToken)"/>
    public Task<Submission> UploadAsync(string key, Stream content, CancellationToken cancellationToken) =>
        UploadAsync(key, content, new(), cancellationToken);

    /// <summary>
    /// Stores an original and starts its execution. Both are durable when this completes. Throws the same exceptions as
    /// <see cref="UploadStore.PutAsync"/>.
    /// </summary>
    public async Task<Submission> UploadAsync(string key, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
        var upload = await Store.Uploads.PutAsync(key, content, options, cancellationToken);

        // Not cancellable: the upload is recorded, and without its execution the event would wait for the next start of the host.
        return await RouteAsync(upload.Event, CancellationToken.None) with { Original = upload.Object };
    }

    /// <summary>Deletes an original and starts the execution that removes its renditions.</summary>
    /// <returns>Null if there is no such original.</returns>
    public async Task<Submission?> DeleteAsync(string key, CancellationToken cancellationToken) =>
        await Store.Uploads.DeleteAsync(key, cancellationToken) is { } @event ? await RouteAsync(@event, CancellationToken.None) : null;

    /// <summary>
    /// Processes an original again that is stored already, in a new execution. Renditions are made if there are none, if files of theirs are
    /// gone or damaged, or if the settings ask for others; otherwise the image ends as unchanged. A rejected image is checked again, and one in quarantine is
    /// judged again.
    /// </summary>
    /// <param name="key">Key of the original.</param>
    /// <param name="cancellationToken">Cancels the call until the execution is recorded.</param>
    /// <returns>The image's newest execution if it has not ended yet; null if there is no such original.</returns>
    public async Task<Submission?> ProcessAgainAsync(string key, CancellationToken cancellationToken)
    {
        if (await Store.Uploads.HeadAsync(key, cancellationToken) is not { } original)
        {
            return null;
        }

        var imageId = ImageIds.Create(BucketNames.Uploads, key);
        var newest = (await Store.Executions.ListAsync(new(ImageId: imageId), 1, null, cancellationToken)).Executions;
        if (newest is [{ } running] && _runner.FindCompletion(running.Arn) is { } completion)
        {
            return new(imageId, running.Name, completion);
        }

        if (!new KeyFilter().Matches(key))
        {
            return Ignore(imageId);
        }

        await _reprocessing.MarkIncompleteAsync(imageId, cancellationToken);
        var again = Reprocessing.CreateEvent(original, _time.GetUtcNow());
        return await StartAsync(again, imageId, JsonSerializer.Serialize(again, PipelineJson.Default.ImageEvent), outboxId: null, CancellationToken.None);
    }

    /// <summary>Publishes the version of an image that is in quarantine, in an execution of its own.</summary>
    /// <param name="key">Key of the original.</param>
    /// <param name="etag">Entity tag of the upload that was looked at, so that no later one is released; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call until the execution is recorded.</param>
    /// <returns>Null if the catalogue has no such image.</returns>
    /// <exception cref="NotDescribingException">The host does not describe images.</exception>
    /// <exception cref="NotInQuarantineException">The image is not in quarantine.</exception>
    public async Task<Submission?> ReleaseAsync(string key, string? etag, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } entry)
        {
            return null;
        }

        // The execution checks this, too, but it is better not to start one that must fail.
        if (entry.Record.Status != ImageStatus.Quarantined)
        {
            throw new NotInQuarantineException($"{entry.Record.ImageId} is not in quarantine: its status is {entry.Record.Status.ToString().ToLowerInvariant()}.");
        }

        if (etag is not null && etag != entry.Record.ETag)
        {
            throw new NotInQuarantineException($"{entry.Record.ImageId} was uploaded again since you looked at it. Look at the new upload.");
        }

        var request = PersonalEvents.CreateRelease(BucketNames.Uploads, key, etag, _time.GetUtcNow());
        return await StartAsync(request, entry.Record.ImageId, PersonalEvents.Serialise(request), outboxId: null, CancellationToken.None);
    }

    /// <summary>Gives an image the text of a person, or takes it back, in an execution of its own.</summary>
    /// <param name="key">Key of the original.</param>
    /// <param name="caption">The text.</param>
    /// <param name="cancellationToken">Cancels the call until the execution is recorded.</param>
    /// <returns>Null if the catalogue has no such image.</returns>
    /// <exception cref="ArgumentException">The text breaks <see cref="CaptionRules"/>.</exception>
    /// <exception cref="NotDescribingException">The host does not describe images.</exception>
    /// <exception cref="NothingToDescribeException">The image has nothing to show.</exception>
    public async Task<Submission?> CaptionAsync(string key, Caption caption, CancellationToken cancellationToken)
    {
        if (CaptionRules.FindProblem(caption) is { } problem)
        {
            throw new ArgumentException(problem, nameof(caption));
        }

        if (await FindAsync(key, cancellationToken) is not { } entry)
        {
            return null;
        }

        if (entry is { Record.Current: null, Quarantined: null })
        {
            throw new NothingToDescribeException($"{entry.Record.ImageId} cannot be described: it has nothing to show.");
        }

        var request = PersonalEvents.CreateCaption(BucketNames.Uploads, key, _time.GetUtcNow());
        return await StartAsync(request, entry.Record.ImageId, PersonalEvents.Serialise(request, caption), outboxId: null, CancellationToken.None);
    }

    /// <summary>Whether executions can run a state machine of this name.</summary>
    public bool HasStateMachine(string name) => name == PipelineDefinition.Name || FurtherDefinitions.Find(name) is not null;

    /// <summary>Changes the concurrency and the tolerated failures of a Map Run, also while it runs (UpdateMapRun).</summary>
    public Task UpdateMapRunAsync(MapRunRecord run, MapRunLimits settings) => _mapRuns.UpdateAsync(run, settings);

    public async ValueTask DisposeAsync()
    {
        Definition.Dispose();
        await _reconciliation.DisposeAsync();
        await _runner.DisposeAsync();
        _fence?.Dispose();
        _attempts.Dispose();
        _cache.Dispose();
        await Store.DisposeAsync();
    }

    private Task<CatalogueEntry?> FindAsync(string key, CancellationToken cancellationToken) => Describing is null
        ? throw new NotDescribingException()
        : Store.Catalogue.GetAsync(ImageIds.Create(BucketNames.Uploads, key), cancellationToken);

    /// <summary>Does what the EventBridge rule does in AWS: an event that matches the pattern starts an execution.</summary>
    private async Task<Submission> RouteAsync(ImageEvent @event, CancellationToken cancellationToken)
    {
        var imageId = ImageIds.Create(@event.Detail.Bucket.Name, @event.Detail.Object.Key);
        if (@event.DetailType == ImageEvent.ObjectCreated)
        {
            Events.Publish(new OriginalStored(@event.Detail.Object.Key, @event.Detail.Object.Size ?? 0));
        }

        var input = JsonSerializer.Serialize(@event, PipelineJson.Default.ImageEvent);
        using var document = JsonDocument.Parse(input);
        if (!_patterns.All(pattern => pattern.Matches(document.RootElement)))
        {
            await Store.Uploads.SkipEventAsync(@event.Id, cancellationToken);
            return Ignore(imageId);
        }

        return await StartAsync(@event, imageId, input, @event.Id, cancellationToken);
    }

    private static Submission Ignore(string imageId) =>
        new(imageId, null, Task.FromResult(new ImageOutcome(imageId, ImageOutcome.Ignored, null, null, TimeSpan.Zero, null)));

    /// <param name="event">What the execution processes; it is named by the event's id.</param>
    /// <param name="imageId">Id of the image.</param>
    /// <param name="input">The event as JSON.</param>
    /// <param name="outboxId">Id of the event in the store's list of events that wait for an execution; null if it is not one of them.</param>
    /// <param name="cancellationToken">Cancels the call until the execution is recorded.</param>
    private async Task<Submission> StartAsync(ImageEvent @event, string imageId, string input, string? outboxId, CancellationToken cancellationToken)
    {
        var execution = new NewExecution(
            PipelineDefinition.ExecutionArn(@event.Id), @event.Id, PipelineDefinition.StateMachineArn, imageId, _time.GetUtcNow(), input,
            _runner.CurrentDefinition);
        var started = await Store.Executions.StartAsync(execution, outboxId, cancellationToken);
        if (started.IsNew)
        {
            Events.Publish(new ExecutionStarted(started.Execution));
        }

        return new(imageId, execution.Name, _runner.EnqueueAsync(started.Execution, imageId));
    }
}
