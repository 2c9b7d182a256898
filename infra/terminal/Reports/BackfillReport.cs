using System.Globalization;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;

namespace Pipeline.Terminal.Reports;

/// <summary>What commands print of a backfill.</summary>
public static class BackfillReport
{
    private const int BarWidth = 24;

    /// <summary>What a backfill would process, as a line.</summary>
    public static string Describe(BackfillPlan plan) =>
        $"{Count(plan.Images)} image{(plan.Images == 1 ? "" : "s")}, {Display.FormatBytes(plan.Bytes)}{(plan.Skipped == 0 ? "" : $"; {Count(plan.Skipped)} other object{(plan.Skipped == 1 ? "" : "s")} skipped")}";

    /// <summary>How long it takes, as a line.</summary>
    public static string DescribeDuration(TimeSpan duration, int maxConcurrency) => string.Create(
        CultureInfo.InvariantCulture, $"{FormatHours(duration)} at {maxConcurrency} image{(maxConcurrency == 1 ? "" : "s")} at once");

    /// <summary>A progress bar, with rate, failures and time left.</summary>
    /// <param name="progress">How far it is.</param>
    /// <param name="rate">Images in a second.</param>
    /// <param name="planned">Number of images to expect; 0 if it is not known.</param>
    public static string FormatProgress(BackfillProgress progress, double rate, long planned = 0)
    {
        var total = Math.Max(progress.Total, planned);
        var share = total == 0 ? 0 : (double)progress.Done / total;
        var filled = (int)(share * BarWidth);
        var failed = progress.Failed == 0 ? "" : $", {Count(progress.Failed)} failed";
        var left = progress.GetTimeLeft(rate, planned) is { } time ? $", {FormatTimeLeft(time)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {Count(progress.Done)} of {Count(total)} ({Math.Floor(share * 100):0} %), {rate:0.0} a second{failed}{left}");
    }

    /// <summary>What became of the images, one line an outcome that any of them has.</summary>
    public static IEnumerable<string> Describe(BackfillCounts counts)
    {
        (string Name, long Count)[] lines =
        [
            ("accepted", counts.Accepted), ("unchanged", counts.Unchanged), ("refreshed", counts.Refreshed), ("rejected", counts.Rejected),
            ("failed", counts.Failed), ("superseded", counts.Superseded), ("skipped", counts.Skipped),
        ];
        return lines.Where(line => line.Count > 0).Select(line => $"{line.Name,-10} {Count(line.Count)}");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string FormatHours(TimeSpan duration) => duration.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours:#,0.0} hours")
        : FormatTimeLeft(duration);

    private static string FormatTimeLeft(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
    };
}
