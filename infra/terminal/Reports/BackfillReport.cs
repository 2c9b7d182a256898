using System.Globalization;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;

namespace Pipeline.Terminal.Reports;

/// <summary>What commands print of a backfill.</summary>
public static class BackfillReport
{
    private const int BarWidth = 24;

    /// <summary>What a backfill would process, as a line.</summary>
    public static string Describe(BackfillPlan plan) =>
        $"{Count(plan.Images)} image{(plan.Images == 1 ? "" : "s")}, {Display.FormatBytes(plan.Bytes)}{(plan.Skipped == 0 ? "" : $"; {Count(plan.Skipped)} other object{(plan.Skipped == 1 ? "" : "s")} skipped")}";

    /// <summary>What it takes to describe the images again: days, and the price if it is known.</summary>
    public static IEnumerable<string> Describe(BackfillPlan plan, DescriptionSettings settings)
    {
        if (settings.DailyImages is { } budget)
        {
            var days = DescriptionEstimate.CountDays(settings, plan.Images);
            yield return $"at most {Count(budget)} questions to {settings.Model} a day{(days > 1 ? $", so {Count(days)} days: run the same command each day, and it goes on where the budget ended" : "")}";
        }

        yield return DescriptionEstimate.GetPrice(settings, plan.Images) is { } price
            ? string.Create(CultureInfo.InvariantCulture, $"about ${price:#,0.00} for tokens, at {Count(DescriptionEstimate.InputTokens)} of each request and {Count(DescriptionEstimate.OutputTokens * settings.Languages.Count)} of each answer")
            : $"the price of the tokens of {settings.Model} is not known";
    }

    /// <summary>What is still to be described at the end, as a line.</summary>
    public static string DescribeRest(BackfillPlan rest) =>
        $"{Count(rest.Images)} image{(rest.Images == 1 ? " is" : "s are")} still to be described: the budget of the day is spent, or the model gave no answer. Run the same command again later; it goes on with {(rest.Images == 1 ? "it" : "them")}.";

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
            ("failed", counts.Failed), ("superseded", counts.Superseded), ("skipped", counts.Skipped), ("quarantined", counts.Quarantined),
        ];
        // The longest of the names, but for that of pipelines that describe images.
        var width = counts.Quarantined > 0 ? "quarantined".Length : "superseded".Length;
        return lines.Where(line => line.Count > 0).Select(line => $"{line.Name.PadRight(width)} {Count(line.Count)}");
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
