using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;
using Pipeline.Interpreter;
using Pipeline.Interpreter.Events;
using Pipeline.Local.Store;

namespace Pipeline.Local.Hosting;

/// <summary>
/// The whole pipeline on one machine: uploads store, event pattern, state machine, functions, catalogue, announcements.
/// An upload is on disk and its execution recorded before it is acknowledged.
/// </summary>
internal sealed class LocalPipeline : IAsyncDisposable
{
    private readonly DecodeCache _cache;
    private readonly IReadOnlyList<EventPattern> _patterns;
    private readonly ExecutionRunner _runner;
    private readonly TimeProvider _time;

    private LocalPipeline(LocalStore store, DecodeCache cache, IReadOnlyList<EventPattern> patterns, ExecutionRunner runner, TimeProvider time) =>
        (Store, _cache, _patterns, _runner, _time) = (store, cache, patterns, runner, time);

    public LocalStore Store { get; }

    /// <summary>Opens the data folder and starts the runners; nothing runs before <see cref="ResumeAsync"/> or a submission.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="codec">Reads and writes images.</param>
    /// <param name="observe">Told every history event as it is written, with the execution's name.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="InvalidDefinitionException">The definition is wrong.</exception>
    public static LocalPipeline Open(PipelineOptions options, IImageCodec codec, Action<string, HistoryEvent> observe, TimeProvider time)
    {
        // What can be wrong in files is found before anything is created.
        var definition = PipelineDefinition.Load();
        var patterns = PipelineDefinition.LoadPatterns();
        var store = LocalStore.Open(options.DataFolder, time);
        var cache = new DecodeCache(options.DecodeCacheBytes);
        var handlers = PipelineTasks.Create(options, store.Images, store.Catalog, store.Announcements, codec, cache, time);
        var machine = new StateMachine(definition, new Tasks.ResourceInvoker(handlers), time, Random.Shared);
        return new(store, cache, patterns, new(store, machine, options.ConcurrentExecutions, observe, time), time);
    }

    /// <summary>Goes on with what a crash cut off: executions under way, and events whose execution was not recorded yet.</summary>
    public async Task<IReadOnlyList<Submission>> ResumeAsync(CancellationToken cancellationToken)
    {
        var submissions = new List<Submission>();
        foreach (var execution in await Store.Executions.UnfinishedAsync(cancellationToken))
        {
            var imageId = execution.ImageId ?? "";
            submissions.Add(new(imageId, execution.Name, _runner.Enqueue(execution, imageId)));
        }

        for (var (after, more) = (0L, true); more;)
        {
            var pending = await Store.Uploads.PendingEventsAsync(after, 1_000, cancellationToken);
            foreach (var (number, @event) in pending)
            {
                submissions.Add(await RouteAsync(@event, cancellationToken));
                after = number;
            }

            more = pending.Count > 0;
        }

        return submissions;
    }

    /// <inheritdoc cref="UploadAsync(string, Stream, UploadOptions, CancellationToken)"/>
    public Task<Submission> UploadAsync(string key, Stream content, CancellationToken cancellationToken) =>
        UploadAsync(key, content, new(), cancellationToken);

    /// <summary>Stores an original and starts its execution. Both are durable when this completes; it throws what <see cref="UploadsStore.PutAsync"/> throws.</summary>
    public async Task<Submission> UploadAsync(string key, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
        var upload = await Store.Uploads.PutAsync(key, content, options, cancellationToken);

        // What is recorded gets its execution, whoever gives up waiting: nothing would look at the event before the next start.
        return await RouteAsync(upload.Event, CancellationToken.None) with { Original = upload.Object };
    }

    /// <summary>Deletes an original and starts the execution that follows; null when there is none.</summary>
    public async Task<Submission?> DeleteAsync(string key, CancellationToken cancellationToken) =>
        await Store.Uploads.DeleteAsync(key, cancellationToken) is { } @event ? await RouteAsync(@event, CancellationToken.None) : null;

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _cache.Dispose();
        await Store.DisposeAsync();
    }

    /// <summary>What the EventBridge rule does in AWS: an event that matches the pattern starts an execution.</summary>
    private async Task<Submission> RouteAsync(ImageEvent @event, CancellationToken cancellationToken)
    {
        var imageId = ImageIds.Of(@event.Detail.Bucket.Name, @event.Detail.Object.Key);
        var input = JsonSerializer.Serialize(@event, PipelineJson.Default.ImageEvent);
        using var document = JsonDocument.Parse(input);
        if (!_patterns.All(pattern => pattern.Matches(document.RootElement)))
        {
            await Store.Uploads.SkipEventAsync(@event.Id, cancellationToken);
            return new(imageId, null, Task.FromResult(new ImageOutcome(imageId, ImageOutcome.Ignored, null, null, TimeSpan.Zero, null)));
        }

        var execution = new NewExecution(
            PipelineDefinition.ExecutionArn(@event.Id), @event.Id, PipelineDefinition.StateMachineArn, imageId, _time.GetUtcNow(), input);
        var started = await Store.Executions.StartAsync(execution, @event.Id, cancellationToken);
        return new(imageId, execution.Name, _runner.Enqueue(started.Execution, imageId));
    }
}
