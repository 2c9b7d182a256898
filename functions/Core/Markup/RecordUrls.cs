using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Markup;

/// <summary>Adds the URLs of renditions to a record that is given out. The catalogue has keys only, which stay when the address changes.</summary>
/// <param name="address">Address below which renditions are delivered; null if they are not.</param>
public sealed class RecordUrls(string? address)
{
    /// <returns>The same record if it has no renditions, or nothing is delivered.</returns>
    public ImageRecord AddTo(ImageRecord record) => address is null || record.Current is not { } version
        ? record
        : record with
        {
            Current = version with { Renditions = [.. version.Renditions.Select(rendition => rendition with { Url = RenditionUrl.Create(address, rendition.Key) })] },
        };
}
