using System.Diagnostics;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Resizing;

/// <summary>Makes one rendition of one original, and stores it.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="codec">Reads and writes images.</param>
/// <param name="limits">What originals may be.</param>
/// <param name="cache">
/// Shares one decode, large enough for the whole rendition set, where all renditions of an image are made in one process. Null: each
/// rendition decodes just as large as it needs, which is less work where each has a process of its own.
/// </param>
/// <param name="slots">
/// Bounds how many decode, resample or encode at the same time; null: as many as call. Who waits for a decode that others need, too,
/// or for the store, holds no place.
/// </param>
public sealed class ImageResizer(
    IImageStore store, IImageCodec codec, ImageLimits limits, DecodeCache? cache = null, SemaphoreSlim? slots = null)
{
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded. The message names the image.</exception>
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
            new(plan.Rendition.Name, plan.Key, plan.Format, contentType, encoded.Width, encoded.Height, encoded.Frames, encoded.Content.Length),
            encoded.Placeholder,
            new(Milliseconds(encoded.DecodeTime), Milliseconds(encoded.ResampleTime), Milliseconds(encoded.EncodeTime), Milliseconds(watch.Elapsed)));
    }

    /// <summary>Null: the original is gone or has other content.</summary>
    private async Task<EncodedRendition?> RenderAloneAsync(Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        if (await ReadOriginalAsync(original, cancellationToken) is not { } found)
        {
            return null;
        }

        var read = watch.Elapsed;
        // On a thread of its own: who is cancelled does not wait for the codec, which cannot be interrupted and still reads the original.
        var encoded = await Task.Run(
            async () =>
            {
                using (found)
                {
                    return await RunThrottledAsync(
                        () => WithImageName(original, () => RenditionTranscoder.Transcode(codec, found.Content, original.Info, plan)), cancellationToken);
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
        return await RunThrottledAsync(() => RenditionTranscoder.Transcode(codec, lease.Picture, original.Info, plan, decoded), cancellationToken);
    }

    /// <summary>Does what takes a processor, in its turn.</summary>
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

    /// <summary>What a rendition is made of, where others are made in the same process: the decode, or its common size.</summary>
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
        // A lease of its own: whoever asked first may be gone before this is made.
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

    /// <summary>The original, to be disposed; null when it is gone or has other content.</summary>
    private async Task<OriginalRead.Found?> ReadOriginalAsync(Original original, CancellationToken cancellationToken)
    {
        var reference = new OriginalReference(original.Bucket, original.Key, original.VersionId, original.ETag);
        var found = await store.ReadOriginalAsync(reference, limits.MaxBytes, cancellationToken) as OriginalRead.Found;
        if (found is null || original.ETag is not null)
        {
            // The entity tag vouches for the content; without one, the content must vouch for itself.
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

    /// <summary>A codec's complaint, with the image's name.</summary>
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
