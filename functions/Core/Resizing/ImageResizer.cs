using System.Diagnostics;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Resizing;

/// <summary>Makes renditions of one original and stores them.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="codec">Reads and writes images.</param>
/// <param name="limits">Limits for originals.</param>
/// <param name="cache">
/// Shares one decode, large enough for the whole rendition set, if one process makes all renditions of an image. Null: each call decodes
/// only as large as its renditions need, which is less work if each has its own process.
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
    /// <exception cref="RenditionFailedException">A rendition of a group could not be made, for whatever reason.</exception>
    /// <exception cref="WatermarkMissingException">The rendition's watermark does not exist any more.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var original = request.Original;
        var made = request.ListPlans() is [var plan]
            ? await MakeOneAsync(original, plan, cancellationToken)
            : await MakeGroupAsync(original, request.ListPlans(), cancellationToken);
        var response = made is null ? new ResizeResponse(ResizeOutcome.Superseded) : new(ResizeOutcome.Made, made);
        return request.Plan is null ? response : response.ToUngrouped();
    }

    private async Task<IReadOnlyList<MadeRendition>?> MakeOneAsync(Original original, RenditionPlan plan, CancellationToken cancellationToken)
    {
        var encoded = cache is not null && !plan.Alone
            ? await RenderFromSharedDecodeAsync(cache, original, plan, cancellationToken)
            : await RenderAloneAsync(original, plan, cancellationToken);
        return encoded is null ? null : [await WriteAsync(original, plan, encoded, cancellationToken)];
    }

    /// <summary>Makes the renditions one after the other from one decode. Each is written while the next one is made.</summary>
    /// <returns>Null if the original is gone or has other content.</returns>
    private async Task<IReadOnlyList<MadeRendition>?> MakeGroupAsync(
        Original original, IReadOnlyList<RenditionPlan> plans, CancellationToken cancellationToken)
    {
        using var ownCache = cache is null ? new DecodeCache(0) : null;
        // Groups in one process share a decode. Otherwise the decode is only as large as this group needs.
        var source = cache is null ? original with { Decode = PlanDecode(original, plans) } : original;
        var watch = Stopwatch.StartNew();
        using var decode = await RentDecodeAsync(cache ?? ownCache!, source, cancellationToken);
        if (decode is null)
        {
            return null;
        }

        var decodeTime = watch.Elapsed;
        DecodeCache.Lease? commonSize = null;
        var made = new List<MadeRendition>();
        Task<MadeRendition>? writing = null;
        var written = plans[0];
        try
        {
            foreach (var plan in plans)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var encoded = await GroupFaults.NameAsync(original, plan, async () =>
                {
                    var useCommonSize = CommonSize.IsUsefulFor(decode.Picture, source.Info, plan.Rendition, source.Decode);
                    commonSize ??= useCommonSize ? await RentCommonSizeAsync(cache ?? ownCache!, source, cancellationToken) : null;
                    var picture = useCommonSize && commonSize is not null ? commonSize.Picture : decode.Picture;
                    return await TranscodeAsync(picture, original, plan, plan == plans[0] ? decodeTime : TimeSpan.Zero, cancellationToken);
                });
                await FinishWritingAsync();
                (writing, written) = (WriteAsync(original, plan, encoded, cancellationToken), plan);
            }

            await FinishWritingAsync();
            return made;
        }
        finally
        {
            commonSize?.Dispose();
            if (writing is not null)
            {
                // The fault that ended the group counts, not another that the last write may have.
                await writing.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        async Task FinishWritingAsync()
        {
            if (writing is { } pending)
            {
                writing = null;
                made.Add(await GroupFaults.NameAsync(original, written, () => pending));
            }
        }
    }

    private static DecodeOptions PlanDecode(Original original, IReadOnlyList<RenditionPlan> plans) =>
        RenditionPlanner.PlanSharedDecode(original.Info, plans.Select(plan => plan.Rendition), original.Decode.Colours)
            with { TolerateDamage = original.Decode.TolerateDamage };

    private async Task<MadeRendition> WriteAsync(Original original, RenditionPlan plan, EncodedRendition encoded, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var contentType = RenditionFormats.ContentType(plan.Format);
        await store.WriteRenditionAsync(new(plan.Key, contentType, original.Sha256, encoded.Content), cancellationToken);
        return new(
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

        return await TranscodeAsync(lease.Picture, original, plan, watch.Elapsed, cancellationToken);
    }

    private Task<EncodedRendition> TranscodeAsync(
        Picture decoded, Original original, RenditionPlan plan, TimeSpan decodeTime, CancellationToken cancellationToken) => RunThrottledAsync(
        () => RenditionTranscoder.Transcode(codec, decoded, original.Info, plan, decodeTime, GetWatermark(plan)), cancellationToken);

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
            return await RentCommonSizeAsync(decodeCache, original, cancellationToken);
        }
    }

    private Task<DecodeCache.Lease?> RentCommonSizeAsync(DecodeCache decodeCache, Original original, CancellationToken cancellationToken) =>
        decodeCache.RentAsync(
            new(original.Sha256, original.Decode, IsCommonSize: true), token => ResampleToCommonSizeAsync(decodeCache, original, token), cancellationToken);

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
