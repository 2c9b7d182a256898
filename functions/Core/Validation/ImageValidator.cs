using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Validation;

/// <summary>Decides by content what an upload is, whether it may pass, and what to make from it.</summary>
/// <param name="store">Originals.</param>
/// <param name="catalogue">Records.</param>
/// <param name="codec">Reads headers.</param>
/// <param name="renditionSets">The renditions to make.</param>
/// <param name="limits">Limits of uploads.</param>
/// <param name="time">Clock.</param>
/// <param name="executionTimeLimit">How long an execution can run; null for that of a Standard state machine.</param>
/// <param name="grouper">Groups the renditions by call; null for one rendition a call.</param>
/// <param name="photos">Reads what photos say of themselves; null to read nothing of it.</param>
/// <param name="descriptionSchema">How a model is asked to describe images, see <see cref="DescriptionSettings.Schema"/>; null if none is.</param>
public sealed class ImageValidator(
    IImageStore store,
    IImageCatalogue catalogue,
    IImageCodec codec,
    RenditionSets renditionSets,
    ImageLimits limits,
    TimeProvider time,
    TimeSpan? executionTimeLimit = null,
    RenditionGrouper? grouper = null,
    PhotoReading? photos = null,
    string? descriptionSchema = null)
{
    private readonly CatalogueUpdater _updater = new(catalogue, store);
    private readonly TimeSpan _claimLifetime = Transition.GetClaimLifetime(executionTimeLimit ?? ExecutionTimeLimits.Standard);
    private readonly ImageInspector _inspector = new(codec, limits);
    private readonly PhotoRefresher _refresher = new(catalogue, store, limits.MaxBytes, photos);
    private readonly DescriptionRefresher _describer = new(
        catalogue, store, new(codec, limits), limits, descriptionSchema, Transition.GetClaimLifetime(executionTimeLimit ?? ExecutionTimeLimits.Standard));

    private readonly RenditionGrouper _grouper = grouper ?? new(ResizeGrouping.Each, GroupLimits.Default);

    /// <exception cref="RenditionsBeingRemovedException">Renditions of the same content are being removed; retry.</exception>
    public async Task<ValidateResponse> ValidateAsync(ValidateRequest request, CancellationToken cancellationToken)
    {
        var detail = request.Event.Detail;
        var imageId = ImageIds.Create(detail.Bucket.Name, detail.Object.Key);
        if (request.Backfill is { } check && !check.Keys.Matches(detail.Object.Key))
        {
            return new(ValidationOutcome.Skipped, imageId);
        }

        var known = await catalogue.GetAsync(imageId, cancellationToken);
        var transition = new Transition(request.Event, request.Execution, time.GetUtcNow());
        var response = request.Backfill?.Refresh switch
        {
            BackfillRefresh.Photo => new(await _refresher.RefreshAsync(transition, known, cancellationToken), imageId),
            BackfillRefresh.Description => await _describer.RefreshAsync(transition, known, cancellationToken),
            _ => await DecideAsync(transition, known, request, cancellationToken),
        };
        if (known is not null && response.Outcome is ValidationOutcome.Superseded or ValidationOutcome.Unchanged)
        {
            await GiveUpAsync(transition, known, cancellationToken);
        }

        return response;
    }

    private async Task<ValidateResponse> DecideAsync(Transition transition, CatalogueEntry? known, ValidateRequest request, CancellationToken cancellationToken)
    {
        var @event = transition.Event;
        var (bucket, incoming) = (@event.Detail.Bucket.Name, @event.Detail.Object);
        var imageId = ImageIds.Create(bucket, incoming.Key);
        var renditionSet = renditionSets.Find(incoming.Key);
        if (DecideFromRecord(@event, known?.Record, renditionSet) is { } settled)
        {
            return new(settled, imageId);
        }

        if (IsInQuarantine(request, known, renditionSet))
        {
            return new(ValidationOutcome.Unchanged, imageId);
        }

        var reference = new OriginalReference(bucket, incoming.Key, incoming.VersionId, incoming.ETag);
        var isShown = known is not null && IsShown(@event, known, renditionSet) && !transition.HasRemovalsToFinish(known);
        if (isShown && request.Backfill is not null && IsRead(known!.Record.Current!))
        {
            // A change of nothing but metadata is an upload of its own, with an event. So the list of objects says enough.
            return new(ValidationOutcome.Unchanged, imageId);
        }

        if (isShown
            && await CompareAsync(transition, reference, known!, renditionSet, cancellationToken) is { } compared)
        {
            return compared;
        }

        var read = await store.ReadOriginalAsync(reference, limits.MaxBytes, cancellationToken);
        using var found = read as OriginalRead.Found;
        if (read is OriginalRead.Superseded)
        {
            return new(ValidationOutcome.Superseded, imageId);
        }

        var (info, reason) = _inspector.Inspect(imageId, read, AddPicture(renditionSet.Set));
        if (info is null)
        {
            return new(ValidationOutcome.Rejected, imageId, reason);
        }

        var content = found!.Content;
        var sha256 = content.ComputeSha256();
        var (focalPoint, focalPointWarning) = ReadFocalPoint(imageId, found.FocalPoint, renditionSet.Set);
        var (user, userWarning) = FitUser(imageId, found.User);
        var warning = Join(focalPointWarning, userWarning);
        var metadata = new VersionMetadata(photos?.ReadFrom(content, info.Format), photos?.Schema, user);
        var placedSet = renditionSet.Set.PlaceAt(focalPoint);
        var prefix = ImageIds.RenditionPrefix(
            incoming.Key, sha256, focalPoint is null ? renditionSet.Hash : RenditionSetHash.Compute(placedSet));
        if (known is not null)
        {
            await FinishRemovalsAsync(transition, known, cancellationToken);
        }

        var outcome = await ClaimAsync(transition, imageId, sha256, prefix, metadata, cancellationToken);
        if (outcome != ValidationOutcome.Accepted)
        {
            return new(outcome, imageId, Warning: warning);
        }

        var isSeen = descriptionSchema is null || FindDescription(known)?.HasSeen(sha256) == true;
        var decode = RenditionPlanner.PlanSharedDecode(info, isSeen ? placedSet : AddPicture(placedSet)) with { TolerateDamage = limits.Damage == Damage.Tolerate };
        var plans = RenditionPlanner.Plan(info, placedSet, prefix);
        if (!isSeen)
        {
            plans = [.. plans.Select(plan => plan with { Alone = false }), DescriptionPicture.Plan(prefix)];
        }

        return new(
            outcome,
            imageId,
            Original: new(
                bucket, incoming.Key, incoming.VersionId, incoming.ETag, sha256, content.Length, renditionSet.Hash, prefix, info, decode, focalPoint),
            Groups: request.Groups ? _grouper.Group(GroupSource.Read(codec, content, info), plans, decode.Colours) : null,
            Warning: warning,
            Renditions: request.Groups ? null : plans,
            Metadata: metadata);
    }

    /// <summary>Room for the picture that a model gets, if one describes images.</summary>
    private RenditionSet AddPicture(RenditionSet set) => descriptionSchema is null ? set : DescriptionPicture.AddTo(set);

    private static ImageDescription? FindDescription(CatalogueEntry? entry) => entry?.Quarantined is { } quarantined ? quarantined.Description : entry?.Record.Description;

    /// <summary>
    /// Whether the upload is in quarantine already, with renditions of the set. A second delivery or a backfill changes nothing about that; what a model says
    /// of it is refreshed only if asked for.
    /// </summary>
    private static bool IsInQuarantine(ValidateRequest request, CatalogueEntry? entry, PrefixedRenditionSet renditionSet) =>
        entry is { Record.Status: ImageStatus.Quarantined, Quarantined: { } quarantined }
        && quarantined.Version.RenditionSet == renditionSet.Hash
        && (request.Backfill is not null || request.Event.Detail.Object.Sequencer is not null)
        && EventOrders.Compare(request.Event, entry.Record) == EventOrder.Same;

    /// <summary>The outcome that the record alone decides, before the object is read; null if it does not decide.</summary>
    private ValidationOutcome? DecideFromRecord(ImageEvent @event, ImageRecord? record, PrefixedRenditionSet renditionSet) => EventOrders.Compare(@event, record) switch
    {
        EventOrder.Older => ValidationOutcome.Superseded,
        // A second delivery. A backfill, which has no sequencer, does check a rejected image again: limits may have changed.
        // A backfill of the same content may have other metadata, which only the object tells.
        EventOrder.Same when record!.Status == ImageStatus.Ready && record.Current is { } current && current.RenditionSet == renditionSet.Hash
            && @event.Detail.Object.Sequencer is not null && IsRead(current)
            => ValidationOutcome.Unchanged,
        EventOrder.Same when record!.Status == ImageStatus.Rejected && @event.Detail.Object.Sequencer is not null
            => ValidationOutcome.Unchanged,
        EventOrder.Same when record!.Status == ImageStatus.Deleted => ValidationOutcome.Superseded,
        _ => null,
    };

    /// <summary>Whether the record shows renditions of the set, of an original with the event's entity tag.</summary>
    private static bool IsShown(ImageEvent @event, CatalogueEntry? entry, PrefixedRenditionSet renditionSet) =>
        entry is { Record: { Status: ImageStatus.Ready, Current: { } current, ETag: { } etag } }
        && etag == @event.Detail.Object.ETag
        && current.RenditionSet == renditionSet.Hash;

    /// <summary>Whether the record has all that would be read of the photo now.</summary>
    private bool IsRead(ImageVersion version) => photos is null || version.PhotoSchema == photos.Schema;

    /// <summary>
    /// The outcome for content that the record shows already. Only the metadata can make a difference, which a HEAD tells without
    /// transferring the content.
    /// </summary>
    /// <returns>Null if other renditions must be made, the photo must be read, or the record changed meanwhile.</returns>
    private async Task<ValidateResponse?> CompareAsync(
        Transition transition, OriginalReference reference, CatalogueEntry known, PrefixedRenditionSet renditionSet, CancellationToken cancellationToken)
    {
        var imageId = known.Record.ImageId;
        if (await store.FindOriginalAsync(reference, cancellationToken) is not { } head)
        {
            return new(ValidationOutcome.Superseded, imageId);
        }

        var (focalPoint, focalPointWarning) = ReadFocalPoint(imageId, head.FocalPoint, renditionSet.Set);
        var (user, userWarning) = FitUser(imageId, head.User);
        ValidationOutcome? outcome = null;
        await _updater.UpdateAsync(
            known,
            entry =>
            {
                var order = EventOrders.Compare(transition.Event, entry?.Record);
                if (order == EventOrder.Older)
                {
                    outcome = ValidationOutcome.Superseded;
                    return null;
                }

                if (!IsShown(transition.Event, entry, renditionSet) || entry!.Record.Current! is not { } current || current.FocalPoint != focalPoint || !IsRead(current))
                {
                    outcome = null;
                    return null;
                }

                outcome = ValidationOutcome.Unchanged;
                return order == EventOrder.Newer || current.User != user
                    ? transition.Confirm(entry, new(current.Photo, current.PhotoSchema, user))
                    : null;
            },
            cancellationToken);
        return outcome is { } settled ? new(settled, imageId, Warning: Join(focalPointWarning, userWarning)) : null;
    }

    /// <summary>The original's focal point if the set uses one. An invalid one is no reason to reject an image, only worth a warning.</summary>
    private static (FocalPoint? FocalPoint, string? Warning) ReadFocalPoint(string imageId, string? text, RenditionSet set)
    {
        if (text is null || !set.UsesFocalPoint())
        {
            return (null, null);
        }

        return FocalPoint.TryParse(text) is { } focalPoint
            ? (focalPoint, null)
            : (null, $"{imageId} has the metadata {OriginalRead.FocalPointMetadata} \"{(text.Length <= 40 ? text : text[..40] + "…")}\", which is ignored; "
                + $"it must be {FocalPoint.Syntax}.");
    }

    private static (UserMetadata? User, string? Warning) FitUser(string imageId, UserMetadata? user)
    {
        var (kept, dropped) = UserMetadata.Fit(user);
        return dropped == 0
            ? (kept, null)
            : (kept, $"{imageId} has more than {UserMetadata.MaxBytes:N0} bytes of user metadata and tags; the last {dropped} of them, by name, are not in its record.");
    }

    private static string? Join(params string?[] warnings) => warnings.Any(warning => warning is not null) ? string.Join(' ', warnings.OfType<string>()) : null;

    private async Task<ValidationOutcome> ClaimAsync(
        Transition transition, string imageId, string sha256, string prefix, VersionMetadata metadata, CancellationToken cancellationToken)
    {
        var outcome = ValidationOutcome.Accepted;
        await _updater.UpdateAsync(
            imageId,
            entry =>
            {
                if (EventOrders.Compare(transition.Event, entry?.Record) == EventOrder.Older)
                {
                    outcome = ValidationOutcome.Superseded;
                    return null;
                }

                if (entry?.Record.Current is { } current && current.Sha256 == sha256 && current.Prefix == prefix)
                {
                    outcome = ValidationOutcome.Unchanged;
                    return transition.Confirm(entry, metadata);
                }

                outcome = ValidationOutcome.Accepted;
                return transition.Claim(entry, prefix, _claimLifetime);
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>
    /// The execution ends here. An earlier attempt may have claimed a prefix, come further and died, so this gives up its claim and removes
    /// what is below it.
    /// </summary>
    private async Task GiveUpAsync(Transition transition, CatalogueEntry known, CancellationToken cancellationToken)
    {
        if (transition.HasClaims(known) || transition.HasRemovals(known))
        {
            var entry = await _updater.UpdateAsync(known.Record.ImageId, transition.GiveUpClaims, cancellationToken);
            await _updater.RemoveOrphansAsync(transition.Execution, entry, cancellationToken);
        }
    }

    private async Task FinishRemovalsAsync(Transition transition, CatalogueEntry known, CancellationToken cancellationToken)
    {
        if (!transition.HasRemovalsToFinish(known))
        {
            return;
        }

        var entry = await _updater.UpdateAsync(
            known.Record.ImageId,
            entry => entry is not null && transition.HasRemovalsToFinish(entry) ? transition.TakeOverRemovals(entry) : null,
            cancellationToken);
        await _updater.RemoveOrphansAsync(transition.Execution, entry, cancellationToken);
    }
}
