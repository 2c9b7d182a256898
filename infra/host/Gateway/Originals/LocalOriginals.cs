using Pipeline.Host.Engine;
using Pipeline.Http.Ports;

namespace Pipeline.Host.Gateway.Originals;

/// <summary>The originals of this host.</summary>
internal sealed class LocalOriginals(LocalPipeline pipeline) : IOriginals
{
    /// <inheritdoc/>
    public async Task<OriginalPage> ListAsync(string prefix, int limit, string? startAfter, CancellationToken cancellationToken)
    {
        var page = await pipeline.Store.Uploads.ListAsync(new(prefix, startAfter, limit), cancellationToken);
        return new([.. page.Objects.Select(original => new ListedOriginal(original.Key, original.LastModified))], page.Next is not null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => pipeline.DeleteAsync(key, cancellationToken);
}
