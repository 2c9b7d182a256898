using System.Diagnostics;
using System.Security.Cryptography;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;

namespace Pipeline.Core.Resizing;

/// <summary>Makes one rendition of one original, and stores it.</summary>
public sealed class ImageResizer(IImageStore store, IImageCodec codec, DecodeCache cache, ImageLimits limits, ResizeOptions options)
{
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded. The message names the image.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var (_, original, plan) = request;
        var watch = Stopwatch.StartNew();
        using var lease = await DecodeAsync(original, plan, cancellationToken);
        if (lease is null)
        {
            return new(ResizeOutcome.Superseded);
        }

        var decoded = watch.Elapsed;
        using var picture = RenditionRenderer.Render(lease.Picture, original.Info, plan.Rendition, plan.Format);
        var placeholder = plan.Placeholder ? PlaceholderMaker.Make(lease.Picture, original.Info.Orientation) : null;
        var resampled = watch.Elapsed;

        var quality = plan.Rendition.Quality ?? RenditionFormats.DefaultQuality(plan.Format);
        var content = codec.Encode(picture, new(plan.Format, quality, plan.Copyright, plan.Rendition.Effort));
        var encoded = watch.Elapsed;

        var contentType = RenditionFormats.ContentType(plan.Format);
        await store.WriteRenditionAsync(new(plan.Key, contentType, original.Sha256, content), cancellationToken);
        var written = watch.Elapsed;

        return new(
            ResizeOutcome.Made,
            new(plan.Rendition.Name, plan.Key, plan.Format, contentType, picture.Width, picture.FrameHeight, picture.Frames, content.Length),
            placeholder,
            new(Milliseconds(decoded), Milliseconds(resampled - decoded), Milliseconds(encoded - resampled), Milliseconds(written - encoded)));
    }

    private Task<DecodeCache.Lease?> DecodeAsync(Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var decode = options.ShareDecode ? original.Decode : RenditionPlanner.Decode(original.Info, plan.Rendition);
        return cache.RentAsync(new(original.Sha256, decode), token => ReadAndDecodeAsync(original, decode, token), cancellationToken);
    }

    private async Task<Picture?> ReadAndDecodeAsync(Original original, DecodeOptions decode, CancellationToken cancellationToken)
    {
        var reference = new OriginalReference(original.Bucket, original.Key, original.VersionId, original.ETag);
        if (await store.ReadOriginalAsync(reference, limits.MaxBytes, cancellationToken) is not OriginalRead.Found { Content: var content })
        {
            return null;
        }

        // The entity tag vouches for the content; without one, the content must vouch for itself.
        if (original.ETag is null && Convert.ToHexStringLower(SHA256.HashData(content.Span)) != original.Sha256)
        {
            return null;
        }

        try
        {
            return codec.Decode(content, original.Info.Format, decode);
        }
        catch (CorruptImageException exception)
        {
            throw new CorruptImageException($"{original.Bucket}/{original.Key}: {exception.Message}", exception);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}

/// <param name="ShareDecode">
/// Decode once, large enough for the whole rendition set, where all renditions of an image are made in one process.
/// Otherwise each rendition decodes just as large as it needs, which is less work where each has a process of its own.
/// </param>
public sealed record ResizeOptions(bool ShareDecode);
