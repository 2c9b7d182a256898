using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Testing.Hosts;

/// <summary>A real codec. Tests can set actions that run before its calls and may throw.</summary>
internal sealed class FaultyCodec(IImageCodec codec) : IImageCodec
{
    public Action? BeforeDecode { get; set; }

    public Action? BeforeEncode { get; set; }

    public string Name => codec.Name;

    public IReadOnlySet<ImageFormat> DecodableFormats => codec.DecodableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => codec.EncodableFormats;

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => codec.FindUnsupportedFeature(source, format);

    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => codec.HoldsWholePicture(source, format);

    public ImageInfo Inspect(ImageSource source, ImageFormat format) => codec.Inspect(source, format);

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        BeforeDecode?.Invoke();
        return codec.Decode(source, format, options);
    }

    public byte[] Encode(Picture picture, EncodeOptions options)
    {
        BeforeEncode?.Invoke();
        return codec.Encode(picture, options);
    }
}

/// <summary>A real store. Tests can set actions that run before its calls, and may throw or block.</summary>
internal sealed class FaultyStore(IImageStore store) : IImageStore
{
    public Action? BeforeRead { get; set; }

    public Action<RenditionContent>? BeforeWrite { get; set; }

    public Func<Task>? BeforePublish { get; set; }

    /// <summary>What the bucket shows, in place of the store's originals: a bucket with versioning has more to tell.</summary>
    public Func<OriginalReference, OriginalHead?>? Find { get; set; }

    public Func<Task>? BeforeRemove { get; set; }

    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        BeforeRead?.Invoke();
        return store.ReadOriginalAsync(original, maxBytes, cancellationToken);
    }

    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) =>
        Find is { } find ? Task.FromResult(find(original)) : store.FindOriginalAsync(original, cancellationToken);

    public async Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        BeforeWrite?.Invoke(rendition);
        await store.WriteRenditionAsync(rendition, cancellationToken);
    }

    public async Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await (BeforePublish?.Invoke() ?? Task.CompletedTask);
        await store.PublishRenditionsAsync(keys, cancellationToken);
    }

    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        store.QuarantineRenditionsAsync(keys, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) =>
        store.ReadRenditionAsync(key, cancellationToken);

    public async Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        await (BeforeRemove?.Invoke() ?? Task.CompletedTask);
        return await store.RemoveRenditionsAsync(prefix, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
        store.ListRenditionsAsync(prefix, cancellationToken);
}
