using System.Security.Cryptography;
using System.Text;
using Pipeline.Aws.Delivery;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Persisting;

namespace Pipeline.Persist;

/// <summary>What the function does: it records the outcome, and takes renditions that went into quarantine out of the CDN.</summary>
/// <param name="persister">Records outcomes.</param>
/// <param name="cache">The CDN; null if nothing that it has can go into quarantine.</param>
public sealed class PersistLogic(ImagePersister persister, DistributionCache? cache)
{
    /// <summary>Handles an outcome.</summary>
    /// <param name="request">The outcome.</param>
    /// <param name="allowed">How long the call may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response. If the CDN refuses, it is the same, with a warning: the record says that the image is in quarantine.</returns>
    public async Task<Persisted> RunAsync(PersistRequest request, TimeSpan allowed, CancellationToken cancellationToken)
    {
        using var patience = cache?.StartPatience(allowed);
        var response = await persister.PersistAsync(request, cancellationToken);
        return cache is null || response.Withdrawn is null
            ? new(response)
            : new(response, await cache.TryInvalidateAsync(
                ImageIds.RenditionFolder(request.Event.Detail.Object.Key), CreateReference(request, response.Withdrawn), patience!.Token, cancellationToken));
    }

    /// <summary>The same for every attempt of an execution.</summary>
    private static string CreateReference(PersistRequest request, string prefix) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{request.Execution}")));
}

/// <param name="Response">What the state machine gets.</param>
/// <param name="Warning">Why renditions are still in the CDN; null if they are not.</param>
public sealed record Persisted(PersistResponse Response, string? Warning = null);
