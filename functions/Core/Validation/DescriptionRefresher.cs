using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Core.Validation;

/// <summary>
/// Lets a model look again at a version whose description is missing or outdated, published or in quarantine. Renditions stay as they are: all that is
/// made is the picture for the model.
/// </summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Originals.</param>
/// <param name="inspector">Checks originals.</param>
/// <param name="limits">Limits of uploads.</param>
/// <param name="schema">How the model is asked now; null if no model describes images.</param>
/// <param name="claimLifetime">How long an execution can write.</param>
internal sealed class DescriptionRefresher(
    IImageCatalogue catalogue, IImageStore store, ImageInspector inspector, ImageLimits limits, string? schema, TimeSpan claimLifetime)
{
    private static readonly RenditionSet PictureAlone = DescriptionPicture.AddTo(new([]));

    private readonly EntryWriter _writer = new(catalogue);

    /// <returns>
    /// <see cref="ValidationOutcome.Accepted"/> with the picture as the only file to make; <see cref="ValidationOutcome.Skipped"/> if the record does not show
    /// this upload, or its original may not pass any more.
    /// </returns>
    public async Task<ValidateResponse> RefreshAsync(Transition transition, CatalogueEntry? known, CancellationToken cancellationToken)
    {
        var (bucket, incoming) = (transition.Event.Detail.Bucket.Name, transition.Event.Detail.Object);
        var imageId = ImageIds.Create(bucket, incoming.Key);
        if (schema is null || FindVersion(transition.Event, known) is not { } version)
        {
            return new(ValidationOutcome.Skipped, imageId);
        }

        if (IsDescribed(known!, version))
        {
            return new(ValidationOutcome.Unchanged, imageId);
        }

        var read = await store.ReadOriginalAsync(new(bucket, incoming.Key, incoming.VersionId, incoming.ETag), limits.MaxBytes, cancellationToken);
        using var found = read as OriginalRead.Found;
        if (read is OriginalRead.Superseded)
        {
            return new(ValidationOutcome.Superseded, imageId);
        }

        if (inspector.Inspect(imageId, read, PictureAlone).Info is not { } info)
        {
            return new(ValidationOutcome.Skipped, imageId);
        }

        var content = found!.Content;
        if (content.ComputeSha256() != version.Sha256 || !await ClaimAsync(transition, version, cancellationToken))
        {
            return new(ValidationOutcome.Superseded, imageId);
        }

        return new(ValidationOutcome.Accepted, imageId, Original: CreateOriginal(bucket, incoming, version, content, info), Groups: [RenditionGroup.Create([DescriptionPicture.Plan(version.Prefix) with { Alone = true }])]);
    }

    private Original CreateOriginal(string bucket, ImageEventObject incoming, ImageVersion version, ImageSource content, ImageInfo info) => new(
        bucket, incoming.Key, incoming.VersionId, incoming.ETag, version.Sha256, content.Length, version.RenditionSet, version.Prefix, info,
        RenditionPlanner.PlanSharedDecode(info, PictureAlone) with { TolerateDamage = limits.Damage == Damage.Tolerate }, version.FocalPoint);

    private async Task<bool> ClaimAsync(Transition transition, ImageVersion version, CancellationToken cancellationToken)
    {
        var isClaimed = false;
        await _writer.UpdateAsync(
            ImageIds.Create(transition.Event.Detail.Bucket.Name, transition.Event.Detail.Object.Key),
            entry =>
            {
                isClaimed = FindVersion(transition.Event, entry)?.Prefix == version.Prefix;
                return isClaimed ? transition.Claim(entry, version.Prefix, claimLifetime) : null;
            },
            cancellationToken);
        return isClaimed;
    }

    private bool IsDescribed(CatalogueEntry entry, ImageVersion version)
    {
        var description = entry.Quarantined?.Version == version ? entry.Quarantined.Description : entry.Record.Description;
        return description?.HasSeen(version.Sha256) == true && description.Schema == schema;
    }

    /// <summary>The version of the upload with the event's entity tag: the one in quarantine, or the current one.</summary>
    private static ImageVersion? FindVersion(ImageEvent @event, CatalogueEntry? entry) => entry?.Record is { ETag: { } etag } record && etag == @event.Detail.Object.ETag
        ? record.Status switch
        {
            ImageStatus.Quarantined => entry.Quarantined?.Version,
            ImageStatus.Ready => record.Current,
            _ => null,
        }
        : null;
}
