using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Validation;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Core.Describing;

/// <summary>The functions of a pipeline that describes images, called in the order of its definition.</summary>
internal sealed class DescribedImages : IAsyncDisposable
{
    public const string Key = "photos/a.png";

    private readonly TemporaryStore _store = new();
    private int _executions;

    public ScriptedModel Model { get; } = new();

    public CountedBudget Budget { get; } = new();

    public DescriptionSettings Settings { get; set; } = new("model-1", ["en"], InputPrice: 1, OutputPrice: 5);

    public ModerationPolicy? Moderation { get; set; } = new(ModerationAction.Quarantine);

    public RenditionSet Set { get; set; } = new([new("small", 20), new("medium", 40)]);

    /// <summary>Fault of every call of Describe, which the state machine catches; null for none.</summary>
    public string? DescribeFault { get; set; }

    /// <summary>The last response of Describe.</summary>
    public DescribeResponse? Described { get; private set; }

    public ManualTimeProvider Time => _store.Time;

    public async Task<CatalogueEntry> GetEntryAsync() =>
        await _store.Store.Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, Key), CancellationToken.None) ?? throw new InvalidOperationException("There is no entry.");

    public Task<IReadOnlyList<string>> ListRenditionsAsync() => _store.Store.Images.ListRenditionsAsync($"{Key}/", CancellationToken.None);

    /// <summary>Uploads the image and processes it.</summary>
    public async Task<PersistResponse> UploadAsync(byte[] content)
    {
        var upload = await _store.Store.Uploads.PutAsync(Key, new MemoryStream(content), options: null, CancellationToken.None);
        return (await ProcessAsync(upload.Event)).Persisted ?? throw new InvalidOperationException("It was not accepted.");
    }

    /// <summary>Processes the image as a backfill does.</summary>
    public async Task<(ValidationOutcome Validated, PersistResponse? Persisted)> BackfillAsync(string refresh)
    {
        var entry = await GetEntryAsync();
        return await ProcessAsync(ImageEvents.Created(Key, sequencer: null, entry.Record.ETag), new(new(), refresh));
    }

    public Task<PersistResponse> ReleaseAsync(string? etag = null, string? execution = null) =>
        PersistAsync(new(PersistResult.Released, execution ?? NextExecution(), new(Guid.NewGuid().ToString(), "Image Released", "test", Time.Now, new(new(ImageEvents.Bucket), new(Key, ETag: etag)))));

    public Task<PersistResponse> CaptionAsync(string? altText, string? language = null) =>
        PersistAsync(new(
            PersistResult.Captioned, NextExecution(), new(Guid.NewGuid().ToString(), "Image Captioned", "test", Time.Now, new(new(ImageEvents.Bucket), new(Key))),
            Caption: new(altText, language)));

    public Task<PersistResponse> FailAsync(ImageEvent @event, string execution) =>
        PersistAsync(new(PersistResult.Failed, execution, @event, Fault: new("SomeFault", "It broke.")));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<(ValidationOutcome Validated, PersistResponse? Persisted)> ProcessAsync(ImageEvent @event, BackfillCheck? backfill = null)
    {
        var (execution, images) = (NextExecution(), _store.Store.Images);
        var validated = await new ImageValidator(
            images, _store.Store.Catalogue, PipelineUnderTest.Codec, Set, new(), Time, descriptionSchema: Settings.Schema)
            .ValidateAsync(new(execution, @event, Groups: true, backfill), CancellationToken.None);
        if (validated.Outcome != ValidationOutcome.Accepted)
        {
            return (validated.Outcome, null);
        }

        var resizer = new ImageResizer(images, PipelineUnderTest.Codec, new());
        var resized = new List<ResizeResponse>();
        foreach (var group in validated.Groups!)
        {
            resized.Add(await resizer.ResizeAsync(new(execution, validated.Original!, group.Plans), CancellationToken.None));
        }

        Described = DescribeFault is null
            ? await new ImageDescriber(images, Model, Budget, Settings, Time).DescribeAsync(new(execution, validated.Original!, resized), CancellationToken.None)
            : new(DescribeOutcome.Failed, Message: $"the call failed with {DescribeFault}");
        return (validated.Outcome, await PersistAsync(new(
            PersistResult.Accepted, execution, @event, validated.Original, resized, Metadata: validated.Metadata, Described: Described)));
    }

    private Task<PersistResponse> PersistAsync(PersistRequest request) =>
        new ImagePersister(_store.Store.Catalogue, _store.Store.Images, Time, TimeSpan.Zero, moderation: Moderation).PersistAsync(request, CancellationToken.None);

    private string NextExecution() => $"execution {++_executions}";
}
