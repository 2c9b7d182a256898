using System.Security.Cryptography;
using System.Text;
using Pipeline.Aws.Delivery;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Removal;

namespace Pipeline.Remove;

/// <summary>What the function does: it removes the renditions, and takes them out of the CDN if that is configured.</summary>
/// <param name="remover">Removes renditions and marks the record.</param>
/// <param name="cache">The CDN; null if deletions leave it alone.</param>
/// <param name="time">Clock.</param>
public sealed class RemovalLogic(ImageRemover remover, DistributionCache? cache, TimeProvider time)
{
    /// <summary>Share of a call that may pass before the CDN is given up, so that the call still returns.</summary>
    private const double PatienceShare = 0.8;

    /// <summary>A rush of deletions waits for the CDN. It must not keep the account's calls for itself.</summary>
    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(60);

    /// <summary>Handles a deletion.</summary>
    /// <param name="request">The deletion.</param>
    /// <param name="allowed">How long the call may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response. If the CDN refuses, it is the same, with a warning: the original and its renditions are gone, and the record says so.</returns>
    public async Task<Removal> RunAsync(RemoveRequest request, TimeSpan allowed, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(GetPatience(allowed), time);
        var response = await remover.RemoveAsync(request, cancellationToken);
        if (cache is null || response.Outcome != RemoveOutcome.Removed)
        {
            return new(response);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await cache.InvalidateAsync(ImageIds.RenditionFolder(request.Event.Detail.Object.Key), CreateReference(request.Event), ended.Token);
            return new(response);
        }
        catch (InvalidationException exception)
        {
            return new(response, exception.Message);
        }
    }

    private static TimeSpan GetPatience(TimeSpan allowed) => TimeSpan.FromSeconds(Math.Clamp(allowed.TotalSeconds * PatienceShare, 0, MaxPatience.TotalSeconds));

    /// <summary>The same for every delivery of an event and every attempt, and another for each deletion of the image.</summary>
    private static string CreateReference(ImageEvent @event)
    {
        var detail = @event.Detail;
        var identity = $"{ImageIds.Create(detail.Bucket.Name, detail.Object.Key)}\n{detail.Object.Sequencer ?? @event.Id}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }
}

/// <param name="Response">What the state machine gets.</param>
/// <param name="Warning">Why renditions are still in the CDN; null if they are not.</param>
public sealed record Removal(RemoveResponse Response, string? Warning = null);
