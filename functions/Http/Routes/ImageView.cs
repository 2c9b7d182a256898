using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;
using Pipeline.Http.Contracts;
using Pipeline.Http.Ports;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary>Shows records as the API does.</summary>
/// <param name="request">The request, for the addresses of renditions.</param>
/// <param name="options">Settings, for the same.</param>
/// <param name="time">Clock: a claim that has expired is of a dead execution.</param>
internal sealed class ImageView(ApiRequest request, ApiOptions options, TimeProvider time)
{
    /// <summary>Shows an entry, with the execution under way that its claims tell of.</summary>
    public ImageResponse Show(CatalogueEntry entry) => Show(entry.Record, IsUnderWay(entry) ? ApiStatus.Processing : null);

    /// <summary>Shows a record.</summary>
    public ImageResponse Show(ImageRecord record) => Show(record, null);

    /// <summary>Shows an original without a record.</summary>
    public ImageResponse Show(ListedOriginal original) => new(
        ImageIds.Create(options.Bucket, original.Key), original.Key, ApiStatus.Unprocessed, null, null, null, null, null);

    /// <summary>Address of a rendition; null if renditions are not delivered.</summary>
    public string? FindUrl(RenditionRecord rendition) => options.RenditionsUrl is { } address ? RenditionUrl.Create(request.Complete(address), rendition.Key) : null;

    private ImageResponse Show(ImageRecord record, ApiStatus? status) => new(
        record.ImageId,
        record.Key,
        status ?? StatusOf(record.Status),
        record.Reason,
        record.ETag,
        record.Current is { } version ? Show(version) : null,
        record.CreatedAt,
        record.UpdatedAt,
        record.Description is { } description ? Show(description) : null);

    private static DescriptionResponse Show(ImageDescription description) => new(
        description.AltText, description.Language, description.Labels, description.Moderation, description.ByPerson, description.Translations);

    private VersionResponse Show(ImageVersion version) => new(
        version.Sha256,
        version.Format,
        version.Width,
        version.Height,
        version.Bytes,
        version.Placeholder,
        [.. version.Renditions.Select(rendition => new RenditionResponse(
            rendition.Name, FindUrl(rendition), rendition.ContentType, rendition.Width, rendition.Height, rendition.Bytes))],
        version.Photo);

    private bool IsUnderWay(CatalogueEntry entry) =>
        entry.Claims.Any(claim => !claim.IsReconciled && claim.ExpiresAt > time.GetUtcNow());

    private static ApiStatus StatusOf(ImageStatus status) => status switch
    {
        ImageStatus.Processing => ApiStatus.Processing,
        ImageStatus.Ready => ApiStatus.Succeeded,
        ImageStatus.Rejected => ApiStatus.Rejected,
        ImageStatus.Failed => ApiStatus.Failed,
        ImageStatus.Deleted => ApiStatus.Deleted,
        ImageStatus.Quarantined => ApiStatus.Quarantined,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };
}
