using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Backfill;

/// <summary>Input of an execution of the backfill. What is not set has the default that the definition states.</summary>
/// <param name="Prefix">Prefix of the originals' keys; empty for all. Only without a manifest.</param>
/// <param name="Manifest">Key of a manifest in the internal bucket, one <see cref="ManifestLine"/> a line; null to list the originals.</param>
/// <param name="Refresh">One of <see cref="BackfillRefresh"/>.</param>
/// <param name="Announcements">One of <see cref="BackfillAnnouncements"/>.</param>
/// <param name="MaxConcurrency">Images at once, at most; null for the default of the deployment.</param>
public sealed record BackfillInput(
    string Prefix = "",
    string? Manifest = null,
    string Refresh = BackfillRefresh.None,
    string Announcements = BackfillAnnouncements.Summary,
    int? MaxConcurrency = null)
{
    /// <summary>The largest number of executions that a distributed Map runs at once.</summary>
    /// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"/>
    public const int ConcurrencyLimit = 10_000;

    /// <summary>Images at once, if neither the deployment nor the input says otherwise.</summary>
    public const int DefaultConcurrency = 20;

    public string ToJson()
    {
        var json = new JsonObject { ["refresh"] = Refresh, ["announcements"] = Announcements };
        if (Manifest is null)
        {
            json["prefix"] = Prefix;
        }
        else
        {
            json["manifest"] = Manifest;
        }

        if (MaxConcurrency is { } maxConcurrency)
        {
            json["maxConcurrency"] = maxConcurrency;
        }

        return json.ToJsonString();
    }
}

/// <summary>What a backfill announces.</summary>
public static class BackfillAnnouncements
{
    public const string None = "none";

    /// <summary>One message at the end, with the number of images by outcome.</summary>
    public const string Summary = "summary";

    /// <summary>One message for each image, as the pipeline announces uploads. No message at the end.</summary>
    public const string Each = "each";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [None, Summary, Each];
}
