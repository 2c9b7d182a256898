namespace Pipeline.Http.Ports;

/// <summary>The originals in the uploads bucket.</summary>
public interface IOriginals
{
    /// <summary>Keys that begin with a prefix, in the order of their UTF-8 bytes.</summary>
    /// <param name="prefix">Prefix; empty for all.</param>
    /// <param name="limit">Maximum number of keys, 1 to 1,000.</param>
    /// <param name="startAfter">Key after which the page begins; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<OriginalPage> ListAsync(string prefix, int limit, string? startAfter, CancellationToken cancellationToken);

    /// <summary>Deletes an original. It is not an error if there is none. The pipeline then removes its renditions.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>One page of originals.</summary>
/// <param name="Originals">The originals, in the order of their keys.</param>
/// <param name="HasMore">Whether there are more after the last.</param>
public sealed record OriginalPage(IReadOnlyList<ListedOriginal> Originals, bool HasMore);

/// <summary>An original in a list.</summary>
/// <param name="Key">Its key.</param>
/// <param name="LastModified">When it was uploaded.</param>
public sealed record ListedOriginal(string Key, DateTimeOffset LastModified);
