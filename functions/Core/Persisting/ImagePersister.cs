using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Markup;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Persisting;

/// <summary>Records the outcome of an upload, then removes what that orphaned.</summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Renditions.</param>
/// <param name="time">Clock.</param>
/// <param name="renditionGrace">How long a replaced version lives on; null for <see cref="RenditionGrace.Default"/>.</param>
/// <param name="renditionsUrl">Address below which renditions are delivered; null if they are not.</param>
/// <param name="outcomes">Where outcomes are kept for exports; null if nothing exports them.</param>
/// <param name="moderation">Which images are kept from readers; null for none.</param>
public sealed class ImagePersister(
    IImageCatalogue catalogue, IImageStore store, TimeProvider time, TimeSpan? renditionGrace = null, string? renditionsUrl = null, IOutcomeLog? outcomes = null,
    ModerationPolicy? moderation = null)
{
    private readonly RecordUrls _urls = new(renditionsUrl);
    private readonly CatalogueUpdater _updater = new(catalogue, store);
    private readonly TimeSpan _renditionGrace = renditionGrace ?? RenditionGrace.Default;

    /// <exception cref="ClaimLostException">The execution took too long; its renditions may be gone.</exception>
    /// <exception cref="ConcurrentUpdateException">Other writers won too many times; retry.</exception>
    /// <exception cref="RenditionMissingException">A rendition that the record would point to does not exist.</exception>
    public async Task<PersistResponse> PersistAsync(PersistRequest request, CancellationToken cancellationToken)
    {
        var transition = new Transition(request.Event, request.Execution, time.GetUtcNow());
        var imageId = ImageIds.Create(request.Event.Detail.Bucket.Name, request.Event.Detail.Object.Key);
        var outcome = PersistOutcome.Recorded;
        var isWithdrawn = false;
        var entry = await _updater.UpdateAsync(
            imageId,
            before =>
            {
                (outcome, var after) = request.Result switch
                {
                    PersistResult.Accepted => Publish(transition, before, request),
                    PersistResult.Released => Quarantines.Release(transition, before, _renditionGrace),
                    PersistResult.Captioned => Captions.Apply(transition, before, request.Caption),
                    _ => RecordFailure(transition, before, request),
                };
                isWithdrawn = outcome == PersistOutcome.Quarantined && Withdraws(before!, request);
                return after is null ? null : transition.MarkOrphans(before, after);
            },
            // Publish renditions before any reader can see them, and only if the record will point to them: nothing sweeps the
            // published renditions of an execution that lost.
            (after, token) => StoreAsync(outcome, request, after, token),
            cancellationToken);
        if (outcomes is not null && outcome is PersistOutcome.Recorded or PersistOutcome.Quarantined && request.Result != PersistResult.Captioned)
        {
            await outcomes.AppendAsync(RecordedOutcome.From(entry!.Record), cancellationToken);
        }

        if (request.Described is not null && request.Original is { } original)
        {
            await store.RemoveRenditionsAsync(DescriptionPicture.FolderOf(original.Prefix), cancellationToken);
        }

        await _updater.RemoveOrphansAsync(request.Execution, entry, cancellationToken);
        return new(outcome, _urls.AddTo(entry!.Record), isWithdrawn ? request.Original!.Prefix : null);
    }

    /// <summary>Whether the version in quarantine was published, as far as this execution knows: another attempt of it may have written the record.</summary>
    private static bool Withdraws(CatalogueEntry before, PersistRequest request) =>
        before.Quarantined?.Version.Prefix != request.Original!.Prefix
            ? before.Record.Current?.Prefix == request.Original.Prefix
            : before.Record.Execution == request.Execution && IsRefresh(request);

    /// <summary>Whether nothing was made but the picture for a model: the renditions exist.</summary>
    private static bool IsRefresh(PersistRequest request)
    {
        var made = request.Resized!.SelectMany(response => response.ListRenditions()).ToArray();
        return made.Length > 0 && made.All(DescriptionPicture.Is);
    }

    private Task StoreAsync(PersistOutcome outcome, PersistRequest request, CatalogueEntry after, CancellationToken cancellationToken) => outcome switch
    {
        PersistOutcome.Quarantined => store.QuarantineRenditionsAsync(ListKeys(after.Quarantined!.Version), cancellationToken),
        PersistOutcome.Recorded when request.Result is PersistResult.Accepted or PersistResult.Released =>
            store.PublishRenditionsAsync(ListKeys(after.Record.Current!), cancellationToken),
        _ => Task.CompletedTask,
    };

    private static string[] ListKeys(ImageVersion version) => [.. version.Renditions.Select(rendition => rendition.Key).Distinct()];

    private (PersistOutcome Outcome, CatalogueEntry? After) Publish(Transition transition, CatalogueEntry? before, PersistRequest request)
    {
        var version = CreateVersion(request);
        if (before is null)
        {
            throw ClaimLost(request);
        }

        // A version that is marked as incomplete has the same prefix, but not the content.
        var isPublished = before.Record is { Status: ImageStatus.Ready, Current: { } current }
            && current.Prefix == request.Original!.Prefix && current.Sha256 == request.Original.Sha256;
        if (isPublished && before.Record.Execution == request.Execution)
        {
            // An earlier attempt wrote this, but its response was lost.
            return (PersistOutcome.Recorded, transition.HasClaims(before) ? transition.ReleaseClaims(before) : null);
        }

        if (before is { Record.Status: ImageStatus.Quarantined, Quarantined: { } quarantined } && before.Record.Execution == request.Execution
            && quarantined.Version.Prefix == request.Original!.Prefix)
        {
            // The same for an image in quarantine.
            return (PersistOutcome.Quarantined, transition.HasClaims(before) ? transition.ReleaseClaims(before) : null);
        }

        var order = EventOrders.Compare(request.Event, before.Record);
        if (version is null || order == EventOrder.Older)
        {
            return (PersistOutcome.Superseded, transition.ReleaseClaims(before));
        }

        if (IsRefresh(request))
        {
            return RefreshDescription(transition, before, request);
        }

        if (isPublished)
        {
            return (PersistOutcome.Unchanged, transition.Confirm(transition.ReleaseClaims(before), request.Metadata));
        }

        if (!before.Claims.Any(claim => claim.Execution == request.Execution && claim.Prefix == version.Prefix))
        {
            throw ClaimLost(request);
        }

        var description = Descriptions.Find(before, version.Sha256, request.Described);
        return FindObjection(before, version, description, request) is { } objection
            ? (PersistOutcome.Quarantined, transition.Quarantine(before, version, description, objection))
            : (PersistOutcome.Recorded, transition.Publish(before, version, GetGrace(request), description));
    }

    /// <summary>
    /// What a model said of a version that was looked at again decides whether it stays where it is, published or in quarantine. No answer changes nothing.
    /// </summary>
    private (PersistOutcome Outcome, CatalogueEntry? After) RefreshDescription(Transition transition, CatalogueEntry before, PersistRequest request)
    {
        var original = request.Original!;
        var isQuarantined = before.Quarantined?.Version.Prefix == original.Prefix;
        var version = isQuarantined ? before.Quarantined!.Version : before.Record.Current;
        if (version?.Prefix != original.Prefix || version.Sha256 != original.Sha256)
        {
            return (PersistOutcome.Superseded, transition.ReleaseClaims(before));
        }

        if (request.Described?.Description is null)
        {
            return (PersistOutcome.Unchanged, transition.ReleaseClaims(before));
        }

        var description = Descriptions.Find(before, version.Sha256, request.Described);
        if (FindObjection(before, version, description, request) is { } objection)
        {
            return (PersistOutcome.Quarantined, transition.Quarantine(before, version, description, objection));
        }

        return isQuarantined
            ? (PersistOutcome.Recorded, transition.Publish(before, version, GetGrace(request), description))
            : (PersistOutcome.Refreshed, transition.Describe(before, description));
    }

    private Reason? FindObjection(CatalogueEntry entry, ImageVersion version, ImageDescription? description, PersistRequest request) =>
        moderation?.FindObjection(entry.Record.ImageId, version.Sha256, description, request.Described);

    /// <summary>The renditions of a version whose original was deleted are removed at once.</summary>
    private TimeSpan GetGrace(PersistRequest request) => request.Event.IsRestoration ? TimeSpan.Zero : _renditionGrace;

    private static (PersistOutcome Outcome, CatalogueEntry? After) RecordFailure(Transition transition, CatalogueEntry? before, PersistRequest request)
    {
        var (status, reason) = FailureReasons.From(request);
        if (before is not null && before.Record.Execution == request.Execution && before.Record.Status == status)
        {
            // It may have claimed again since then, in another attempt to validate.
            return (PersistOutcome.Recorded, transition.HasClaims(before) ? transition.ReleaseClaims(before) : null);
        }

        return EventOrders.Compare(request.Event, before?.Record) switch
        {
            EventOrder.Older => (PersistOutcome.Superseded, transition.ReleaseClaims(before!)),
            // Another delivery of the same event succeeded.
            EventOrder.Same when before!.Record.Status is ImageStatus.Ready or ImageStatus.Quarantined => (PersistOutcome.Unchanged, transition.ReleaseClaims(before)),
            _ => (PersistOutcome.Recorded, transition.RecordFailure(before, status, reason)),
        };
    }

    /// <summary>Null if the original changed while its renditions were made.</summary>
    private static ImageVersion? CreateVersion(PersistRequest request)
    {
        var original = request.Original ?? throw new ArgumentException("An accepted image must have its original.", nameof(request));
        var resized = request.Resized ?? throw new ArgumentException("An accepted image must have its renditions.", nameof(request));
        if (resized.Any(response => response.Outcome == ResizeOutcome.Superseded))
        {
            return null;
        }

        // Groups are neighbours in the set, so this is the set's order.
        MadeRendition[] files = [.. resized.SelectMany(response => response.ListRenditions()).Where(made => !DescriptionPicture.Is(made))];
        var info = original.Info;
        var version = new ImageVersion(
            original.Sha256,
            original.RenditionSet,
            original.Prefix,
            info.Format,
            info.UprightWidth,
            info.UprightHeight,
            info.Frames,
            original.Bytes,
            files.Select(file => file.Placeholder).FirstOrDefault(placeholder => placeholder is not null),
            SharedFiles.ListRenditions(files),
            files.Any(file => file.Damaged),
            original.FocalPoint);
        return request.Metadata is { } metadata ? version.With(metadata) : version;
    }

    private static ClaimLostException ClaimLost(PersistRequest request) => new(
        $"{request.Original!.Bucket}/{request.Original.Key}: execution {request.Execution} no longer has a claim on {request.Original.Prefix}. " +
        "It took longer than executions may; start it again.");
}
