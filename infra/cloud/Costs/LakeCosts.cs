using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;

namespace Pipeline.Cloud.Costs;

/// <summary>What the data lake costs: outcomes that are kept, and an export every night. Queries cost what they read, $5 a TB.</summary>
internal static class LakeCosts
{
    /// <summary>Bytes of an image with five renditions in the files of one day. A test compares it with files.</summary>
    public const decimal ImageBytes = 150;

    /// <summary>Milliseconds that a call of Export takes for a record: an assumption.</summary>
    public const decimal RecordMilliseconds = 0.3m;

    /// <summary>MB.</summary>
    private const int Memory = 2_048;

    private const decimal Nights = 30;

    /// <summary>An eventually consistent read unit is 8 kB of what a scan reads.</summary>
    private const decimal UnitKilobytes = 8;

    /// <summary>An outcome: its key with the names of execution and image, and the same in its map.</summary>
    private const decimal OutcomeKilobytes = 0.8m;

    /// <param name="settings">Settings of the stack.</param>
    /// <param name="duration">Price of a GB-s.</param>
    public static IEnumerable<CostLine> List(CostSettings settings, Price duration)
    {
        if (settings.Lake is not { } lake)
        {
            yield break;
        }

        yield return new(CostPeriod.Image, "DynamoDB, on demand: write units of outcomes for the data lake", 1, Prices.Writes);
        yield return new(
            CostPeriod.Image, "DynamoDB: GB of outcomes, 0.8 kB each, for a week", OutcomeKilobytes / 1_000_000 * CatalogueTable.OutcomeDays / Nights, Prices.TableStorage);
        yield return new(CostPeriod.Month, $"Step Functions: state transitions of exports, {CountTransitions(lake.Segments)} every night", Nights * CountTransitions(lake.Segments), Prices.Transitions);
        yield return new(CostPeriod.Month, "S3: PUT and LIST of exports, every night", Nights * CountRequests(lake.Segments), Prices.Puts);
        yield return new(CostPeriod.Month, "Lambda: calls of exports, every night", Nights * (lake.Segments + 2), Prices.Calls);
        yield return new(
            CostPeriod.KeptImage, "DynamoDB, on demand: read units of exports, every night, not consistent", Nights * CostModel.RecordKilobytes / UnitKilobytes, Prices.Reads);
        yield return new(
            CostPeriod.KeptImage, $"Lambda, {settings.Architecture}: GB-s of exports, every night, 0.3 ms a record", Nights * RecordMilliseconds / 1_000 * Memory / 1_024, duration);
        yield return new(CostPeriod.KeptImage, $"S3: GB of the data lake, {lake.Days} days of 0.15 kB each", ImageBytes * lake.Days / 1_000_000_000, Prices.ObjectStorage);
    }

    /// <summary>Plan, Segments and Finish, and three states for each segment that one call completes.</summary>
    public static decimal CountTransitions(int segments) => 3 + (3 * segments);

    /// <summary>
    /// A segment writes a file of images, of renditions and of the outcomes of two days, and lists three folders. Plan lists the exports; Finish writes one
    /// file, lists five folders and deletes what it replaces, which is free.
    /// </summary>
    private static decimal CountRequests(int segments) => 7 + (7 * segments);
}
