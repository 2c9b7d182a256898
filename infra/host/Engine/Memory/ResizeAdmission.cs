using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Memory;

namespace Pipeline.Host.Engine.Memory;

/// <summary>Lets a group of renditions begin when there is memory for it. Each counts its own decode, so that the sum is a bound even when it is not shared.</summary>
/// <param name="budget">Memory for pictures.</param>
/// <param name="images">Originals.</param>
/// <param name="codec">Decodes them.</param>
internal sealed class ResizeAdmission(MemoryBudget budget, IImageStore images, IImageCodec codec)
{
    private const int MaxRemembered = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kind> _kinds = [];
    private readonly Queue<string> _remembered = [];

    /// <summary>Waits until there is memory to make a rendition.</summary>
    /// <returns>Dispose it when the rendition is made.</returns>
    public async Task<IMemoryReservation> EnterAsync(ResizeRequest request, CancellationToken cancellationToken)
    {
        var (original, plans) = (request.Original, request.ListPlans());
        var kind = await FindKindAsync(original, cancellationToken);
        var decode = plans is [{ Alone: true } plan] ? RenditionPlanner.PlanDecode(original.Info, plan.Rendition) : original.Decode;
        var need = MemoryEstimate.Compute(
            original.Info, kind.Layout, original.Bytes, decode, [.. plans.Select(each => each.Rendition)], kind.HoldsWholePicture);
        return await budget.ReserveAsync(need - MemoryEstimate.BaseBytes, cancellationToken);
    }

    /// <summary>Looks into the original's header, once for all its renditions.</summary>
    private async Task<Kind> FindKindAsync(Original original, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_kinds.TryGetValue(original.Sha256, out var known))
            {
                return known;
            }
        }

        using var found = await images.ReadOriginalAsync(
            new(original.Bucket, original.Key, original.VersionId, original.ETag), long.MaxValue, cancellationToken) as OriginalRead.Found;
        if (found is null)
        {
            // It is gone: nothing will be decoded.
            return new(null, false);
        }

        var kind = new Kind(ScanLayout.Read(found.Content, original.Info.Format), codec.HoldsWholePicture(found.Content, original.Info.Format));
        lock (_lock)
        {
            if (_kinds.TryAdd(original.Sha256, kind))
            {
                _remembered.Enqueue(original.Sha256);
                if (_remembered.Count > MaxRemembered)
                {
                    _kinds.Remove(_remembered.Dequeue());
                }
            }
        }

        return kind;
    }

    private sealed record Kind(ScanLayout? Layout, bool HoldsWholePicture);
}
