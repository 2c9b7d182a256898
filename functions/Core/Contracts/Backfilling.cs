using System.Text.Json.Serialization;

namespace Pipeline.Core.Contracts;

/// <summary>The request to count what became of a backfill's images.</summary>
/// <param name="Execution">Id of the backfill's execution.</param>
/// <param name="Results">Where the Map wrote its results.</param>
public sealed record SummariseRequest(string Execution, ResultLocation Results);

/// <summary>Where a distributed Map wrote its results.</summary>
/// <param name="Bucket">Bucket.</param>
/// <param name="Key">Key of the manifest, which lists the files.</param>
public sealed record ResultLocation(
    [property: JsonPropertyName("Bucket")] string Bucket,
    [property: JsonPropertyName("Key")] string Key);

/// <summary>What became of a backfill's images.</summary>
/// <param name="Counts">Number of images by outcome.</param>
/// <param name="Results">Where the outcome of each image is.</param>
public sealed record SummariseResponse(BackfillCounts Counts, ResultLocation Results);

/// <summary>Number of images by outcome.</summary>
/// <param name="Accepted">Renditions were made.</param>
/// <param name="Unchanged">The record already showed them.</param>
/// <param name="Refreshed">The record was updated; renditions stay as they were.</param>
/// <param name="Rejected">The content may not pass.</param>
/// <param name="Failed">A fault ended the processing.</param>
/// <param name="Superseded">An event was newer than the backfill.</param>
/// <param name="Skipped">Not an image by its key, or nothing to refresh.</param>
/// <param name="Quarantined">A model found something objectionable, or none has looked at the image.</param>
public sealed record BackfillCounts(
    long Accepted = 0, long Unchanged = 0, long Refreshed = 0, long Rejected = 0, long Failed = 0, long Superseded = 0, long Skipped = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Quarantined = 0)
{
    [JsonIgnore]
    public long Total => Accepted + Unchanged + Refreshed + Rejected + Failed + Superseded + Skipped + Quarantined;

    /// <summary>One more image with the outcome.</summary>
    /// <exception cref="FormatException">The definition has no such outcome.</exception>
    public BackfillCounts Add(string outcome) => outcome switch
    {
        "accepted" => this with { Accepted = Accepted + 1 },
        "unchanged" => this with { Unchanged = Unchanged + 1 },
        "refreshed" => this with { Refreshed = Refreshed + 1 },
        "rejected" => this with { Rejected = Rejected + 1 },
        "failed" => this with { Failed = Failed + 1 },
        "superseded" => this with { Superseded = Superseded + 1 },
        "skipped" => this with { Skipped = Skipped + 1 },
        "quarantined" => this with { Quarantined = Quarantined + 1 },
        _ => throw new FormatException($"'{outcome}' is not an outcome of a backfill."),
    };
}

/// <summary>The message to the success topic at the end of a backfill. The definition composes it; this record is its contract.</summary>
/// <param name="Outcome"><see cref="Backfilled"/>.</param>
/// <param name="Execution">Id of the backfill's execution, the same in every delivery.</param>
/// <param name="Counts">Number of images by outcome.</param>
/// <param name="Results">Where the outcome of each image is.</param>
public sealed record BackfillAnnouncement(string Outcome, string Execution, BackfillCounts Counts, ResultLocation Results)
{
    public const string Backfilled = "backfilled";
}
