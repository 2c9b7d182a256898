using System.Diagnostics;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;

namespace Pipeline.Core.Resizing;

/// <summary>Makes one rendition of one original, and stores it.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="codec">Reads and writes images.</param>
/// <param name="limits">What originals may be.</param>
/// <param name="cache">
/// Shares one decode, large enough for the whole rendition set, where all renditions of an image are made in one process. Null: each
/// rendition decodes just as large as it needs, which is less work where each has a process of its own.
/// </param>
/// <param name="places">
/// Bounds how many decode, resample or encode at the same time; null: as many as call. Who waits for a decode that others need, too,
/// or for the store, holds no place.
/// </param>
public sealed class ImageResizer(
    IImageStore store, IImageCodec codec, ImageLimits limits, DecodeCache? cache = null, SemaphoreSlim? places = null)
{
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded. The message names the image.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var (_, original, plan) = request;
        var made = cache is not null && !plan.Alone
            ? await MakeOfSharedAsync(cache, original, plan, cancellationToken)
            : await MakeAloneAsync(original, plan, cancellationToken);
        if (made is null)
        {
            return new(ResizeOutcome.Superseded);
        }

        var watch = Stopwatch.StartNew();
        var contentType = RenditionFormats.ContentType(plan.Format);
        await store.WriteRenditionAsync(new(plan.Key, contentType, original.Sha256, made.Content), cancellationToken);
        return new(
            ResizeOutcome.Made,
            new(plan.Rendition.Name, plan.Key, plan.Format, contentType, made.Width, made.Height, made.Frames, made.Content.Length),
            made.Placeholder,
            new(Milliseconds(made.Decode), Milliseconds(made.Resample), Milliseconds(made.Encode), Milliseconds(watch.Elapsed)));
    }

    /// <summary>Null: the original is gone or has other content.</summary>
    private async Task<MadeRendition?> MakeAloneAsync(Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        if (await FindAsync(original, cancellationToken) is not { } found)
        {
            return null;
        }

        var read = watch.Elapsed;
        // On a thread of its own: who is cancelled does not wait for the codec, which cannot be interrupted and still reads the original.
        var made = await Task.Run(
            async () =>
            {
                using (found)
                {
                    return await InPlaceAsync(
                        () => Naming(original, () => RenditionMaker.Make(codec, found.Content, original.Info, plan)), cancellationToken);
                }
            },
            CancellationToken.None).WaitAsync(cancellationToken);
        return made with { Decode = made.Decode + read };
    }

    /// <inheritdoc cref="MakeAloneAsync"/>
    private async Task<MadeRendition?> MakeOfSharedAsync(
        DecodeCache decodes, Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var lease = await ShareAsync(decodes, original, plan.Rendition, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var decoded = watch.Elapsed;
        return await InPlaceAsync(() => RenditionMaker.Make(codec, lease.Picture, original.Info, plan, decoded), cancellationToken);
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
    private async Task<DecodeCache.Lease?> ShareAsync(
        DecodeCache decodes, Original original, Rendition rendition, CancellationToken cancellationToken)
    {
        var whole = await DecodeAsync(decodes, original, cancellationToken);
        if (whole is null || !CommonSize.Serves(whole.Picture, original.Info, rendition, original.Decode))
        {
            return whole;
        }

        using (whole)
        {
            return await decodes.RentAsync(
                new(original.Sha256, original.Decode, IsCommonSize: true), token => MakeCommonSizeAsync(decodes, original, token), cancellationToken);
        }
    }

    private async Task<Picture?> MakeCommonSizeAsync(DecodeCache decodes, Original original, CancellationToken cancellationToken)
    {
        // A lease of its own: whoever asked first may be gone before this is made.
        using var whole = await DecodeAsync(decodes, original, cancellationToken);
        return whole is null
            ? null
            : await InPlaceAsync(() => CommonSize.Make(whole.Picture, original.Info, original.Decode), cancellationToken);
    }

    private Task<DecodeCache.Lease?> DecodeAsync(DecodeCache decodes, Original original, CancellationToken cancellationToken) =>
        decodes.RentAsync(new(original.Sha256, original.Decode), token => ReadAndDecodeAsync(original, token), cancellationToken);

    private async Task<Picture?> ReadAndDecodeAsync(Original original, CancellationToken cancellationToken)
    {
        using var found = await FindAsync(original, cancellationToken);
        return found is null
            ? null
            : await InPlaceAsync(
                () => Naming(original, () => codec.Decode(found.Content, original.Info.Format, original.Decode)), cancellationToken);
    }

    /// <summary>The original, to be disposed; null when it is gone or has other content.</summary>
    private async Task<OriginalRead.Found?> FindAsync(Original original, CancellationToken cancellationToken)
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
            if (Naming(original, found.Content.Sha256) == original.Sha256)
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
    private static T Naming<T>(Original original, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (CorruptImageException exception)
        {
            throw new CorruptImageException($"{original.Bucket}/{original.Key}: {exception.Message}", exception);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
