using Pipeline.Aws.Delivery;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Persisting;
using Pipeline.Core.Removal;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Validation;
using Pipeline.Host.Store;
using Pipeline.Imaging.Codecs;
using Pipeline.Persist;
using Pipeline.Photo.Reading;
using Pipeline.Remove;
using Pipeline.Resize;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Validate;

namespace Pipeline.Aws.Tests.Lambda;

/// <summary>The four functions with a store on disk, and the lines that they log.</summary>
internal sealed class FunctionsUnderTest : IAsyncDisposable
{
    public const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:image-pipeline:1";

    private readonly TemporaryStore _store = new();

    /// <param name="cache">The CDN that deletions and quarantines invalidate; null for none.</param>
    /// <param name="moderation">Which images are kept from readers; null for none.</param>
    public FunctionsUnderTest(DistributionCache? cache = null, ModerationPolicy? moderation = null)
    {
        var (images, catalogue, codec, limits, time) = (_store.Store.Images, _store.Store.Catalogue, ImageCodecs.Create(CodecSelection.Both), new ImageLimits(), TimeProvider.System);
        var renditions = RenditionSetReader.Read("""{"renditions": [{"name": "small", "width": 32, "format": "jpeg"}]}""", "renditions.json");
        Validate = new(new ImageValidator(images, catalogue, codec, renditions, limits, time, photos: new(new PhotoReader(time).Read)), Lines.CreateCalls("validate"));
        Resize = new(new ImageResizer(images, codec, limits, watermarks: new(codec, _ => default)), Lines.CreateCalls("resize"));
        Persist = new(new(new ImagePersister(catalogue, images, time, moderation: moderation), cache), Lines.CreateCalls("persist"));
        Remove = new(new(new ImageRemover(catalogue, images, time), cache), Lines.CreateCalls("remove"));
    }

    public LogLines Lines { get; } = new();

    public ValidateFunction Validate { get; }

    public ResizeFunction Resize { get; }

    public PersistFunction Persist { get; }

    public RemoveFunction Remove { get; }

    public LocalStore Store => _store.Store;

    /// <summary>Uploads an original and returns the request with its event.</summary>
    public async Task<ValidateRequest> UploadAsync(string key, byte[] content) =>
        new(Execution, (await _store.PutAsync(key, content)).Event, Groups: true);

    public Task<ValidateRequest> UploadPictureAsync(string key) => UploadAsync(key, SyntheticImages.Png(64, 48));

    public async ValueTask DisposeAsync()
    {
        Lines.Dispose();
        await _store.DisposeAsync();
    }
}
