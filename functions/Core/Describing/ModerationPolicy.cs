using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Describing;

/// <summary>What becomes of an image in which a model found something objectionable.</summary>
public enum ModerationAction
{
    /// <summary>The record says so, and the image is published.</summary>
    Record,

    /// <summary>The image is kept from readers until a person releases it. So is one that no model has looked at.</summary>
    Quarantine,
}

/// <summary>Decides whether an image may be published.</summary>
/// <param name="Action">What to do with what was found.</param>
/// <param name="MinConfidence">From which confidence on a finding counts, 0 to 1.</param>
public sealed record ModerationPolicy(ModerationAction Action, double MinConfidence = ModerationPolicy.DefaultMinConfidence)
{
    public const double DefaultMinConfidence = 0.5;

    /// <summary>Why an image must be quarantined; null if it may be published.</summary>
    /// <param name="imageId">The image, for the message.</param>
    /// <param name="sha256">SHA-256 of the content.</param>
    /// <param name="description">What is known of the image; null if nothing.</param>
    /// <param name="response">What came of the attempt to describe it; null if there was none.</param>
    public Reason? FindObjection(string imageId, string sha256, ImageDescription? description, DescribeResponse? response)
    {
        if (Action == ModerationAction.Record || description is { Released: true } && description.Sha256 == sha256)
        {
            return null;
        }

        if (description?.HasSeen(sha256) != true)
        {
            return new(ReasonCodes.NotDescribed, $"{imageId} is in quarantine because no model has looked at it: {response?.Message ?? "it was not asked"}. {Remedy}");
        }

        var findings = description.Moderation.Where(finding => finding.Confidence >= MinConfidence)
            .Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Category} ({finding.Confidence:P0})")).ToArray();
        return findings.Length == 0
            ? null
            : new(ReasonCodes.Moderated, string.Create(CultureInfo.InvariantCulture,
                $"{imageId} is in quarantine because of {string.Join(", ", findings)}; it is published below {MinConfidence:P0}. {Remedy}"));
    }

    private const string Remedy = "Look at it and release it (images release), or delete it.";
}
