using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;

namespace Pipeline.Core.Persisting;

/// <summary>Gives images the text of a person, which no model overwrites.</summary>
internal static class Captions
{
    /// <param name="transition">The request of a person.</param>
    /// <param name="before">The entry; null if the image is unknown.</param>
    /// <param name="caption">The text; its <see cref="Caption.AltText"/> is null to take it back.</param>
    /// <exception cref="NothingToDescribeException">The image shows nothing, and nothing of it is in quarantine.</exception>
    public static (PersistOutcome Outcome, CatalogueEntry? After) Apply(Transition transition, CatalogueEntry? before, Caption? caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        if (before is null || (before.Record.Current is null && before.Quarantined is null))
        {
            var detail = transition.Event.Detail;
            throw new NothingToDescribeException(
                $"{detail.Bucket.Name}/{detail.Object.Key} cannot be described: {(before is null ? "it is not in the catalogue" : "it has nothing to show")}.");
        }

        var after = before.Record.Current is { } current
            ? transition.Describe(before, Apply(transition, before.Record.Description, current.Sha256, caption))
            : before with { Record = before.Record with { UpdatedAt = transition.Now } };
        if (after.Quarantined is { } quarantined)
        {
            after = after with { Quarantined = quarantined with { Description = Apply(transition, quarantined.Description, quarantined.Version.Sha256, caption) } };
        }

        // Readers are told only of what they can see.
        return (before.Record.Status == ImageStatus.Ready ? PersistOutcome.Recorded : PersistOutcome.Refreshed, after);
    }

    private static ImageDescription Apply(Transition transition, ImageDescription? before, string sha256, Caption caption)
    {
        var description = before ?? new(sha256, null, null, [], [], transition.Now);
        var altText = caption.AltText is { } text ? ModelText.Clean(text, int.MaxValue) : null;
        return description with
        {
            AltText = altText,
            Language = altText is null ? null : caption.Language,
            Translations = null,
            DescribedAt = transition.Now,
            ByPerson = altText is not null,
            // Without a text, a refresh asks the model again. What it found objectionable still counts.
            Schema = altText is null ? null : description.Schema,
        };
    }
}
