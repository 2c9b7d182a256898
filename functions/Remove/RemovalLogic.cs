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
public sealed class RemovalLogic(ImageRemover remover, DistributionCache? cache)
{
    /// <summary>Handles a deletion.</summary>
    /// <param name="request">The deletion.</param>
    /// <param name="allowed">How long the call may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response. If the CDN refuses, it is the same, with a warning: the original and its renditions are gone, and the record says so.</returns>
    public async Task<Removal> RunAsync(RemoveRequest request, TimeSpan allowed, CancellationToken cancellationToken)
    {
        using var patience = cache?.StartPatience(allowed);
        var response = await remover.RemoveAsync(request, cancellationToken);
        return cache is null || response.Outcome != RemoveOutcome.Removed
            ? new(response)
            : new(response, await cache.TryInvalidateAsync(
                ImageIds.RenditionFolder(request.Event.Detail.Object.Key), CreateReference(request.Event), patience!.Token, cancellationToken));
    }

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
