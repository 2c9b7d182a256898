using Pipeline.Codecs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Executions;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Interpreter.History;
using Pipeline.Photo.Reading;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Hosts;

/// <summary>The whole pipeline with its own folder, which is removed at the end.</summary>
internal sealed class PipelineUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PipelineUnderTest(
        RenditionSets? sets = null,
        Action<string, HistoryEvent>? observe = null,
        IImageCodec? codec = null,
        string? definitionFile = null,
        int? parallelism = null,
        ImageLimits? limits = null,
        ResizeGrouping grouping = ResizeGrouping.Each,
        TimeSpan? renditionGrace = null,
        KeepLocation keepLocation = KeepLocation.Off,
        bool keepTags = false,
        DescribingOptions? describing = null)
    {
        Options = new(_folder.Path, sets ?? RenditionSet.Default)
        {
            Parallelism = parallelism ?? Environment.ProcessorCount, Limits = limits ?? new(), ResizeGrouping = grouping,
            RenditionGrace = renditionGrace ?? RenditionGrace.Default,
            Photos = new(new PhotoReader(TimeProvider.System).Read, keepLocation),
            KeepTags = keepTags,
            Describing = describing,
        };
        if (definitionFile is not null)
        {
            Options = Options with { DefinitionFile = definitionFile, WatchDefinition = true };
        }

        Pipeline = LocalPipeline.Open(Options, codec ?? Codec, observe ?? ((_, _) => { }), TimeProvider.System);
    }

    public static IImageCodec Codec { get; } = ImageCodecs.Create(CodecSelection.Both);

    public PipelineOptions Options { get; }

    public LocalPipeline Pipeline { get; }

    public async Task<ImageOutcome> UploadAsync(string key, byte[] content, string? focalPoint = null)
    {
        var metadata = focalPoint is null ? null : new Dictionary<string, string> { [OriginalRead.FocalPointMetadata] = focalPoint };
        var submission = await Pipeline.UploadAsync(key, new MemoryStream(content), new(Metadata: metadata), CancellationToken.None);
        return await submission.Completion;
    }

    public async Task<ImageOutcome> DeleteAsync(string key)
    {
        var submission = await Pipeline.DeleteAsync(key, CancellationToken.None);
        return await submission!.Completion;
    }

    public async Task<CatalogueEntry?> GetEntryAsync(string key) =>
        await Pipeline.Store.Catalogue.GetAsync(ImageIds.Create("uploads", key), CancellationToken.None);

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix) =>
        Pipeline.Store.Images.ListRenditionsAsync(prefix, CancellationToken.None);

    /// <summary>Decodes a rendition in full.</summary>
    public Picture Decode(RenditionRecord rendition) =>
        Codec.Decode(Read(rendition), rendition.Format, DecodeOptions.FullSize with { AllFrames = true });

    public ImageInfo Inspect(RenditionRecord rendition) => Codec.Inspect(Read(rendition), rendition.Format);

    public byte[] Read(RenditionRecord rendition) => File.ReadAllBytes(Pipeline.Store.Images.GetRenditionPath(rendition.Key));

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _folder.Dispose();
    }
}
