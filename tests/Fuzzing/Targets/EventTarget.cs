using System.Text.Json;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Removal;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Host.Store;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Fuzzing.Targets;

/// <summary>An S3 event, as the first functions of the state machine receive it.</summary>
internal sealed class EventTarget : Target
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-fuzzing-").FullName;
    private readonly LocalStore _store;
    private readonly ImageValidator _validator;
    private readonly ImageRemover _remover;

    public EventTarget()
    {
        _store = LocalStore.Open(_folder, TimeProvider.System);
        _validator = new(_store.Images, _store.Catalogue, ImageCodecs.Create(CodecSelection.Vips), RenditionSet.Default, new(), TimeProvider.System);
        _remover = new(_store.Catalogue, _store.Images, TimeProvider.System);
    }

    public override string Name => "events";

    public override IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "\"id\"", "\"detail-type\"", "\"Object Created\"", "\"Object Deleted\"", "\"detail\"", "\"object\"", "\"key\"", "\"size\"", "\"etag\"", "\"version-id\"", "\"sequencer\"", "\"bucket\"", "\"name\"",
        "\"deletion-type\"", "\"Delete Marker Created\"", "\"Permanently Deleted\"", "\\ud800", "\\u0000", "/", "..", "%2F", "null", "\"2026-03-01T12:00:00Z\"",
    ];

    public override async Task RunAsync(byte[] input)
    {
        ImageEvent? @event;
        try
        {
            @event = JsonSerializer.Deserialize(input, PipelineJson.Default.ImageEvent);
        }
        catch (JsonException)
        {
            return;
        }

        if (@event is null)
        {
            return;
        }

        await _validator.ValidateAsync(new("execution", @event), CancellationToken.None);
        await _remover.RemoveAsync(new("execution", @event), CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }
}
