using System.Diagnostics;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Resizing;

/// <summary>Makes one rendition of one original and stores it.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="codec">Reads and writes images.</param>
/// <param name="limits">Limits for originals.</param>
/// <param name="cache">
/// Shares one decode, large enough for the whole rendition set, if one process makes all renditions of an image. Null: each rendition
/// decodes only as large as it needs, which is less work if each has its own process.
/// </param>
/// <param name="slots">
/// Limits how many calls decode, resample or encode at the same time; null means no limit. A call that waits for a shared decode or
/// for the store holds no slot.
/// </param>
/// <param name="watermarks">Pictures of watermarks; null if no rendition has one.</param>
public sealed class ImageResizer(
    IImageStore store, IImageCodec codec, ImageLimits limits, DecodeCache? cache = null, SemaphoreSlim? slots = null, WatermarkImages? watermarks = null)
{
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded. The message names the image.</exception>
    /// <exception cref="InvalidWatermarkException">The rendition's watermark cannot be decoded.</exception>
    /// <exception cref="WatermarkMissingException">The rendition's watermark does not exist any more.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var (_, original, plan) = request;
        var encoded = cache is not null && !plan.Alone
            ? await RenderFromSharedDecodeAsync(cache, original, plan, cancellationToken)
            : await RenderAloneAsync(original, plan, cancellationToken);
        if (encoded is null)
        {
            return new(ResizeOutcome.Superseded);
        }

        var watch = Stopwatch.StartNew();
        var contentType = RenditionFormats.ContentType(plan.Format);
        await store.WriteRenditionAsync(new(plan.Key, contentType, original.Sha256, encoded.Content), cancellationToken);
        return new(
            ResizeOutcome.Made,
            new(
                plan.Rendition.Name, plan.Key, plan.Format, contentType, encoded.Width, encoded.Height, encoded.Frames, encoded.Content.Length, encoded.Colours),
            encoded.Placeholder,
            new(Milliseconds(encoded.DecodeTime), Milliseconds(encoded.ResampleTime), Milliseconds(encoded.EncodeTime), Milliseconds(watch.Elapsed)),
            encoded.IsDamaged,
            plan.Aliases);
    }

    /// <summary>Returns null if the original is gone or has other content.</summary>
    private async Task<EncodedRendition?> RenderAloneAsync(Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        if (await ReadOriginalAsync(original, cancellationToken) is not { } found)
        {
            return null;
        }

        var read = watch.Elapsed;
        // Runs on its own thread, so that a cancelled caller does not wait for the codec, which cannot be interrupted and still reads the original.
        var encoded = await Task.Run(
            async () =>
            {
                using (found)
                {
                    return await RunThrottledAsync(
                        () => WithImageName(
                            original,
                            () => RenditionTranscoder.Transcode(
                                codec, found.Content, original.Info, plan, original.Decode.TolerateDamage, GetWatermark(plan), original.Decode.Colours)),
                        cancellationToken);
                }
            },
            CancellationToken.None).WaitAsync(cancellationToken);
        return encoded with { DecodeTime = encoded.DecodeTime + read };
    }

    /// <inheritdoc cref="RenderAloneAsync"/>
    private async Task<EncodedRendition?> RenderFromSharedDecodeAsync(
        DecodeCache decodeCache, Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var lease = await RentSourceAsync(decodeCache, original, plan.Rendition, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var decoded = watch.Elapsed;
        return await RunThrottledAsync(
            () => RenditionTranscoder.Transcode(codec, lease.Picture, original.Info, plan, decoded, GetWatermark(plan)), cancellationToken);
    }

    private PixelBuffer? GetWatermark(RenditionPlan plan) => plan.Rendition.Watermark is { } watermark ? watermarks?.Get(watermark.Sha256) : null;

    /// <summary>Runs work that needs a processor, when there is a free slot.</summary>
    private async Task<T> RunThrottledAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        if (slots is null)
        {
            return action();
        }

        await slots.WaitAsync(cancellationToken);
        try
        {
            return action();
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Rents what to make a rendition from if others are made in the same process: the decode, or its common size.</summary>
    private async Task<DecodeCache.Lease?> RentSourceAsync(
        DecodeCache decodeCache, Original original, Rendition rendition, CancellationToken cancellationToken)
    {
        var whole = await RentDecodeAsync(decodeCache, original, cancellationToken);
        if (whole is null || !CommonSize.IsUsefulFor(whole.Picture, original.Info, rendition, original.Decode))
        {
            return whole;
        }

        using (whole)
        {
            return await decodeCache.RentAsync(
                new(original.Sha256, original.Decode, IsCommonSize: true), token => ResampleToCommonSizeAsync(decodeCache, original, token), cancellationToken);
        }
    }

    private async Task<Picture?> ResampleToCommonSizeAsync(DecodeCache decodeCache, Original original, CancellationToken cancellationToken)
    {
        // Holds its own lease: the first caller may be gone before this is done.
        using var whole = await RentDecodeAsync(decodeCache, original, cancellationToken);
        return whole is null
            ? null
            : await RunThrottledAsync(() => CommonSize.Resample(whole.Picture, original.Info, original.Decode), cancellationToken);
    }

    private Task<DecodeCache.Lease?> RentDecodeAsync(DecodeCache decodeCache, Original original, CancellationToken cancellationToken) =>
        decodeCache.RentAsync(new(original.Sha256, original.Decode), token => ReadAndDecodeAsync(original, token), cancellationToken);

    private async Task<Picture?> ReadAndDecodeAsync(Original original, CancellationToken cancellationToken)
    {
        using var found = await ReadOriginalAsync(original, cancellationToken);
        return found is null
            ? null
            : await RunThrottledAsync(
                () => WithImageName(original, () => codec.Decode(found.Content, original.Info.Format, original.Decode)), cancellationToken);
    }

    /// <summary>Reads the original, for the caller to dispose; null if it is gone or has other content.</summary>
    private async Task<OriginalRead.Found?> ReadOriginalAsync(Original original, CancellationToken cancellationToken)
    {
        var reference = new OriginalReference(original.Bucket, original.Key, original.VersionId, original.ETag);
        var found = await store.ReadOriginalAsync(reference, limits.MaxBytes, cancellationToken) as OriginalRead.Found;
        if (found is null || original.ETag is not null)
        {
            // With an entity tag, the store has checked the content. Without one, check its hash.
            return found;
        }

        try
        {
            if (WithImageName(original, found.Content.ComputeSha256) == original.Sha256)
            {
                return found;
            }
        }
        catch
        {
            found.Dispose();
            throw;
        }

        found.Dispose();
        return null;
    }

    /// <summary>Adds the image's name to a codec's exception.</summary>
    private static T WithImageName<T>(Original original, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (CorruptImageException exception)
        {
            throw new CorruptImageException($"{original.Bucket}/{original.Key}: {exception.Message}", exception);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
