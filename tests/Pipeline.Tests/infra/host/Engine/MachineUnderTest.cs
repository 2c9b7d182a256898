using Pipeline.Host.Engine.MapRuns;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Host.Store;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine;

/// <summary>The pipeline's state machine with its handlers on a real store, in virtual time, with ports that tests can make fail.</summary>
internal sealed class MachineUnderTest : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly DecodeCache _cache = new(16 << 20);

    // A long limit, so that a slow machine does not fail the tests.
    private readonly VirtualTimeProvider _time = new(Noon, TimeSpan.FromMinutes(2));

    public MachineUnderTest()
    {
        Local = LocalStore.Open(_folder.Path, _time);
        Store = new(Local.Images);
        Handlers = PipelineTasks.Create(new(_folder.Path, RenditionSet.Default), Store, Local.Catalogue, Local.Announcements, Codec, _cache, WatermarkImages.Decode(Codec, []), _time,
            results: new LocalResultFiles(new LocalMapObjects(Local)));
    }

    public ResourceHandlers Handlers { get; }

    public LocalStore Local { get; }

    public FaultyCodec Codec { get; } = new(new VipsCodec());

    public FaultyStore Store { get; }

    public async Task<ImageEvent> UploadAsync(string key, byte[] content) =>
        (await Local.Uploads.PutAsync(key, new MemoryStream(content), null, CancellationToken.None)).Event;

    /// <summary>Runs an execution for an event to its end.</summary>
    /// <param name="event">Input of the execution.</param>
    /// <param name="journal">Receives the history.</param>
    /// <param name="random">Source of the jitter.</param>
    /// <param name="definition">Definition to run; null for the pipeline's own.</param>
    public Task<ExecutionResult> RunAsync(ImageEvent @event, IExecutionJournal journal, Random? random = null, string? definition = null)
    {
        var parsed = definition is null ? PipelineDefinition.Load() : StateMachineDefinition.Parse(definition);
        var machine = new StateMachine(parsed, new ResourceInvoker(Handlers), _time, random ?? new Random(0));
        var input = JsonNode.Parse(JsonSerializer.Serialize(@event, PipelineJson.Default.ImageEvent));
        return machine.RunAsync(
            new(PipelineDefinition.ExecutionArn(@event.Id), @event.Id, PipelineDefinition.StateMachineArn, PipelineDefinition.RoleArn, input, _time.GetUtcNow()),
            journal,
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        _cache.Dispose();
        _time.Dispose();
        _folder.Dispose();
    }
}
