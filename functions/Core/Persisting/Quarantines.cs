using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Persisting;

/// <summary>Releases images from quarantine.</summary>
internal static class Quarantines
{
    /// <param name="transition">The request of a person. If its event has an entity tag, only that upload is released.</param>
    /// <param name="before">The entry; null if the image is unknown.</param>
    /// <param name="grace">How long the version that it replaces lives on.</param>
    /// <exception cref="NotInQuarantineException">There is nothing to release.</exception>
    public static (PersistOutcome Outcome, CatalogueEntry? After) Release(Transition transition, CatalogueEntry? before, TimeSpan grace)
    {
        if (before is { Record.Status: ImageStatus.Ready } && before.Record.Execution == transition.Execution)
        {
            // An earlier attempt wrote this, but its response was lost.
            return (PersistOutcome.Recorded, null);
        }

        var detail = transition.Event.Detail;
        if (before is not { Record.Status: ImageStatus.Quarantined, Quarantined: { } quarantined })
        {
            throw new NotInQuarantineException(
                $"{detail.Bucket.Name}/{detail.Object.Key} is not in quarantine: {(before is null ? "it is not in the catalogue" : $"its status is {before.Record.Status.ToString().ToLowerInvariant()}")}.");
        }

        if (detail.Object.ETag is { } etag && etag != before.Record.ETag)
        {
            throw new NotInQuarantineException($"{before.Record.ImageId} was uploaded again since you looked at it. Look at the new upload, which is in quarantine too.");
        }

        var (version, description) = (quarantined.Version, quarantined.Description);
        var released = description?.Sha256 == version.Sha256
            ? description with { Released = true }
            : new(version.Sha256, description?.AltText, description?.Language, [], [], transition.Now, Translations: description?.Translations,
                ByPerson: description?.ByPerson ?? false, Released: true);
        return (PersistOutcome.Recorded, transition.Publish(before, version, grace, released));
    }
}
