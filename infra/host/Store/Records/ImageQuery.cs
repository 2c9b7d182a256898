using Pipeline.Core.Catalogue;

namespace Pipeline.Host.Store.Records;

/// <summary>Which images to list, and in which order. Images of the same date, size or name come in the order of their ids.</summary>
/// <param name="Status">Only images with this status; null for all.</param>
/// <param name="Prefix">Only images whose keys begin with this text.</param>
/// <param name="IsDirect">Only images of the folder itself: keys without a slash after the prefix.</param>
/// <param name="Text">Only images with this text in their keys, in upper or lower case.</param>
/// <param name="Sort">What to sort by.</param>
/// <param name="IsAscending">Whether the oldest, smallest or first image comes first.</param>
/// <param name="Photos">Only photos that match.</param>
public sealed record ImageQuery(
    ImageStatus? Status = null, string Prefix = "", bool IsDirect = false, string? Text = null, ImageSort Sort = ImageSort.Updated, bool IsAscending = false,
    PhotoFilter? Photos = null);

/// <summary>What images are sorted by.</summary>
public enum ImageSort
{
    /// <summary>When the record last changed.</summary>
    Updated,

    /// <summary>When the photo was taken. Images without a date are older than all others.</summary>
    Taken,

    /// <summary>The key, by the bytes of its UTF-8 as S3 sorts.</summary>
    Name,

    /// <summary>The size of the original. Images without a version have none.</summary>
    Size,
}

/// <param name="Folders">Prefixes of the folders, each with its slash, in the order of names.</param>
/// <param name="IsTruncated">Whether there are more.</param>
public sealed record ImageFolders(IReadOnlyList<string> Folders, bool IsTruncated);
