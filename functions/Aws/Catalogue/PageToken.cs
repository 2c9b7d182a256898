using System.Buffers.Text;
using System.Text;
using Pipeline.Core.Catalogue;

namespace Pipeline.Aws.Catalogue;

/// <summary>Where a page of a list ended, as a token that is safe in a URL. The next page starts after it in every partition of the index.</summary>
/// <param name="UpdatedAt">Sort key of the page's last record.</param>
/// <param name="ImageId">Id of the page's last record.</param>
internal sealed record PageToken(string UpdatedAt, string ImageId)
{
    public static string Create(ImageRecord last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Join('\n', CatalogueItem.NameOf(last.Status), CatalogueItem.Format(last.UpdatedAt), last.ImageId)));

    /// <param name="token">Token of the previous page.</param>
    /// <param name="status">Status that is listed. A token of another status points to a place that this list does not have.</param>
    /// <exception cref="ArgumentException">The token does not come from a list of this status.</exception>
    public static PageToken Parse(string token, ImageStatus status)
    {
        var name = CatalogueItem.NameOf(status);
        // The id comes last because it may contain line breaks.
        return Decode(token)?.Split('\n', 3) is [var listed, var updatedAt, { Length: > 0 } imageId] && listed == name && CatalogueItem.IsTimestamp(updatedAt)
            ? new(updatedAt, imageId)
            : throw new ArgumentException($"'{token}' is not a continuation token of the list of {name} images.", nameof(token));
    }

    /// <summary>Whether a record comes after the page: it is older or, at the same time, its id is smaller.</summary>
    public bool IsBefore(string updatedAt, string imageId) =>
        string.CompareOrdinal(updatedAt, UpdatedAt) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(imageId, ImageId) < 0));

    private static string? Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
