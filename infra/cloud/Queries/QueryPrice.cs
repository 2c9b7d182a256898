using System.Globalization;
using Pipeline.Cloud.Costs;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Queries;

/// <summary>What a query costs. Source: Athena's page of prices.</summary>
internal static class QueryPrice
{
    private const long Megabyte = 1L << 20;
    private const long MegabytesPerTerabyte = 1L << 20;
    private const long MinMegabytes = 10;

    /// <summary>The price in US dollars: Athena rounds up to whole megabytes, and counts at least 10.</summary>
    public static decimal Of(long scanned)
    {
        var megabytes = Math.Max(MinMegabytes, (scanned + Megabyte - 1) / Megabyte);
        return megabytes * Prices.ScannedData.Dollars / MegabytesPerTerabyte;
    }

    /// <summary>Bytes scanned and price, as a sentence.</summary>
    public static string Describe(long scanned) => string.Create(
        CultureInfo.InvariantCulture,
        $"Athena scanned {Display.FormatBytes(scanned)}: ${Of(scanned):0.00####} (${Prices.ScannedData.Dollars:0.##} per TB, at least {MinMegabytes} MB).");
}
