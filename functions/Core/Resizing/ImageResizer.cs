using System.Diagnostics;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;

namespace Pipeline.Core.Resizing;

/// <summary>Makes one rendition of one original, and stores it.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="codec">Reads and writes images.</param>
/// <param name="cache">Decoded pixels.</param>
/// <param name="limits">What originals may be.</param>
/// <param name="options">How to decode.</param>
/// <param name="places">
/// Bounds how many decode, resample or encode at the same time; null: as many as call. Who waits for a decode that others need, too,
/// or for the store, holds no place.
/// </param>
public sealed class ImageResizer(
    IImageStore store, IImageCodec codec, DecodeCache cache, ImageLimits limits, ResizeOptions options, SemaphoreSlim? places = null)
{
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded. The message names the image.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var (_, original, plan) = request;
        var watch = Stopwatch.StartNew();
        using var lease = options.ShareDecode
            ? await ShareAsync(original, plan.Rendition, cancellationToken)
            : await DecodeAsync(original, RenditionPlanner.Decode(original.Info, plan.Rendition), cancellationToken);
        if (lease is null)
        {
            return new(ResizeOutcome.Superseded);
        }

        var decoded = watch.Elapsed;
        var made = await InPlaceAsync(() => Make(lease.Picture, original, plan), cancellationToken);

        watch.Restart();
        var rendition = made.Rendition;
        await store.WriteRenditionAsync(new(rendition.Key, rendition.ContentType, original.Sha256, made.Content), cancellationToken);
        var written = watch.Elapsed;

        return new(
            ResizeOutcome.Made,
            rendition,
            made.Placeholder,
            new(Milliseconds(decoded), Milliseconds(made.Resampling), Milliseconds(made.Encoding), Milliseconds(written)));
    }

    private Made Make(Picture decoded, Original original, RenditionPlan plan)
    {
        var watch = Stopwatch.StartNew();
        using var picture = RenditionRenderer.Render(decoded, original.Info, plan.Rendition, plan.Format);
        var placeholder = plan.Placeholder ? PlaceholderMaker.Make(decoded, original.Info.Orientation) : null;
        var resampled = watch.Elapsed;

        var quality = plan.Rendition.Quality ?? RenditionFormats.DefaultQuality(plan.Format);
        var content = codec.Encode(picture, new(plan.Format, quality, plan.Copyright, plan.Rendition.Effort));
        var encoded = watch.Elapsed;

        var contentType = RenditionFormats.ContentType(plan.Format);
        return new(
            new(plan.Rendition.Name, plan.Key, plan.Format, contentType, picture.Width, picture.FrameHeight, picture.Frames, content.Length),
            content,
            placeholder,
            resampled,
            encoded - resampled);
    }

    /// <summary>Does what takes a processor, in its turn.</summary>
    private async Task<T> InPlaceAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (places is null)
        {
            return work();
        }

        await places.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>What a rendition is made of, where others are made in the same process: the decode, or its common size.</summary>
    private async Task<DecodeCache.Lease?> ShareAsync(Original original, Rendition rendition, CancellationToken cancellationToken)
    {
        var whole = await DecodeAsync(original, original.Decode, cancellationToken);
        if (whole is null || !CommonSize.Serves(whole.Picture, original.Info, rendition, original.Decode))
        {
            return whole;
        }

        using (whole)
        {
            return await cache.RentAsync(
                new(original.Sha256, original.Decode, IsCommonSize: true), token => MakeCommonSizeAsync(original, token), cancellationToken);
        }
    }

    private async Task<Picture?> MakeCommonSizeAsync(Original original, CancellationToken cancellationToken)
    {
        // A lease of its own: whoever asked first may be gone before this is made.
        using var whole = await DecodeAsync(original, original.Decode, cancellationToken);
        return whole is null
            ? null
            : await InPlaceAsync(() => CommonSize.Make(whole.Picture, original.Info, original.Decode), cancellationToken);
    }

    private Task<DecodeCache.Lease?> DecodeAsync(Original original, DecodeOptions decode, CancellationToken cancellationToken) =>
        cache.RentAsync(new(original.Sha256, decode), token => ReadAndDecodeAsync(original, decode, token), cancellationToken);

    private async Task<Picture?> ReadAndDecodeAsync(Original original, DecodeOptions decode, CancellationToken cancellationToken)
    {
        var reference = new OriginalReference(original.Bucket, original.Key, original.VersionId, original.ETag);
        using var found = await store.ReadOriginalAsync(reference, limits.MaxBytes, cancellationToken) as OriginalRead.Found;
        if (found is null)
        {
            return null;
        }

        try
        {
            // The entity tag vouches for the content; without one, the content must vouch for itself.
            if (original.ETag is null && found.Content.Sha256() != original.Sha256)
            {
                return null;
            }

            return await InPlaceAsync(() => codec.Decode(found.Content, original.Info.Format, decode), cancellationToken);
        }
        catch (CorruptImageException exception)
        {
            throw new CorruptImageException($"{original.Bucket}/{original.Key}: {exception.Message}", exception);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private sealed record Made(RenditionRecord Rendition, byte[] Content, Placeholder? Placeholder, TimeSpan Resampling, TimeSpan Encoding);
}

/// <param name="ShareDecode">
/// Decode once, large enough for the whole rendition set, where all renditions of an image are made in one process.
/// Otherwise each rendition decodes just as large as it needs, which is less work where each has a process of its own.
/// </param>
public sealed record ResizeOptions(bool ShareDecode);
