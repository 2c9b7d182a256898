using System.Globalization;
using System.Text;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Core.Costs;
using Pipeline.Core.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Recomputes the costs and times of backfills in README.md.</summary>
[Collection(ReadmeTests.Collection)]
public sealed class BackfillCostTests
{
    private const string Begin = "<!-- backfill -->";
    private const string End = "<!-- /backfill -->";

    private static readonly long[] Sizes = [1_000_000, 10_000_000, 100_000_000];

    private static readonly int[] Caps = [20, 200, 1_000];

    private static readonly CostSettings Each = CostSettings.Default;

    private static readonly CostSettings Auto = Each with { ResizeGrouping = CostSettings.Auto };

    [Fact]
    public async Task ReadmeStatesWhatABackfillCostsAndHowLongItTakes()
    {
        var path = Repository.PathOf("infra", "aws", "README.md");
        var text = await File.ReadAllTextAsync(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var tables = Write();
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            await File.WriteAllTextAsync(path, $"{text[..begin]}\n{tables}\n{text[end..]}");
            return;
        }

        Assert.Equal(tables, text[begin..end].Trim());
    }

    [Fact]
    public void ExpressChildrenCostLessThanStandardOnesAndUnchangedImagesLeast()
    {
        decimal[] ascending =
        [
            Total(BackfillCosts.Unchanged(Each, BackfillDefinition.Express)), Total(BackfillCosts.Refreshed(Each, BackfillDefinition.Express)),
            Total(Made(Auto, BackfillDefinition.Express)), Total(Made(Each, BackfillDefinition.Express)), Total(Made(Each, BackfillDefinition.Standard)),
        ];

        Assert.Equal(ascending.Order(), ascending);
        Assert.True(ascending[3] < Total(CostModel.Estimate(Each, RenditionSet.Default, Durations.Measured)), "An upload costs more.");
    }

    /// <summary>Each child is one transition of the Map, whatever it does.</summary>
    [Theory]
    [InlineData(BackfillDefinition.Express, 1)]
    [InlineData(BackfillDefinition.Standard, 15)]
    public void TransitionsAreThoseOfTheMapAndOfStandardChildren(string executions, int transitions) =>
        Assert.Equal(transitions, Made(Each, executions).Lines.Where(line => line.Price == Prices.Transitions).Sum(line => line.Amount));

    [Fact]
    public void AnnouncementsCostOnlyIfEachImageIsAnnounced()
    {
        Assert.DoesNotContain(Made(Each, BackfillDefinition.Express).Lines, line => line.Price == Prices.Announcements);
        Assert.Contains(
            BackfillCosts.Made(Each, RenditionSet.Default, BackfillDefinition.Express, announces: true).Lines, line => line.Price == Prices.Announcements);
    }

    private static CostEstimate Made(CostSettings settings, string executions) => BackfillCosts.Made(settings, RenditionSet.Default, executions, announces: false);

    private static decimal Total(CostEstimate estimate) => estimate.TotalOf(CostPeriod.Image, 1_000_000);

    private static string Write()
    {
        var (each, auto, unchanged) = (Made(Each, BackfillDefinition.Express), Made(Auto, BackfillDefinition.Express), BackfillCosts.Unchanged(Each, BackfillDefinition.Express));
        var text = new StringBuilder();
        text.Append("**Cost**, for photographs of 12 megapixels with the default set, arm64, at the prices above:\n\n");
        Table(text, ["Images", "all made, `each`", "all made, `auto`", "all made, `backfillExecutions` STANDARD", "photos read again", "all unchanged", "looked up by `--outdated`"],
            Sizes.Select(images => (string[])
            [
                Count(images), Dollars(each, images), Dollars(auto, images), Dollars(Made(Each, BackfillDefinition.Standard), images),
                Dollars(BackfillCosts.Refreshed(Each, BackfillDefinition.Express), images), Dollars(unchanged, images), CostReport.Dollars(ScanCost(images)),
            ]));
        text.Append("\n**What a million of them are made of:**\n\n");
        Table(text, ["For one image", "Price of a million", "Made, `each`: amount", "cost", "Unchanged: amount", "cost"],
            each.Lines.Concat(unchanged.Lines).Select(line => line.Name).Distinct().Select(name =>
            {
                var (made, same) = (each.Lines.FirstOrDefault(line => line.Name == name), unchanged.Lines.FirstOrDefault(line => line.Name == name));
                return (string[])
                [
                    name, Price((made ?? same)!), Amount(made), made is null ? "" : CostReport.Dollars(made.CostOf(1_000_000)),
                    Amount(same), same is null ? "" : CostReport.Dollars(same.CostOf(1_000_000)),
                ];
            }));
        text.Append("\n**Hours**, by the number of images at once (`backfillConcurrency`, `--max-concurrency`):\n\n");
        Table(text, ["Images", .. Caps.SelectMany(cap => new[] { $"made, {Count(cap)}", $"unchanged, {Count(cap)}" })],
            Sizes.Select(images => (string[])[Count(images), .. Caps.SelectMany(cap => new[] { Hours(each, images, cap), Hours(unchanged, images, cap) })]));
        text.Append("\n**Quotas** of AWS, and what a backfill takes of them:\n\n");
        var manifest = new ManifestLine("photos/2026/11/holiday-0001.jpg", new string('0', 32), 4_400_000).ToJson().Length + 1;
        const int result = 64;
        Table(text, ["Quota", "Of AWS", .. Sizes.Select(Count)],
        [
            ["children of one Map Run", Count(100_000_000), .. Sizes.Select(images => Share(images, 100_000_000))],
            ["children at once", Count(BackfillInput.ConcurrencyLimit), .. Sizes.Select(_ => $"{BackfillInput.DefaultConcurrency} by default")],
            ["size of a manifest", "10 GB", .. Sizes.Select(images => Bytes(images * manifest))],
            ["results, which Summarise reads in 15 minutes at most", "–", .. Sizes.Select(images => Bytes(images * result))],
            ["events in the history of the backfill", Count(25_000), .. Sizes.Select(_ => "under 30")],
            ["bytes of the definition", Count(1_048_576), .. Sizes.Select(_ => "under 100,000")],
        ]);
        return text.ToString().TrimEnd();
    }

    private static decimal ScanCost(long images)
    {
        // Records of 2 kB; an eventually consistent read unit is 8 kB.
        const decimal recordsPerUnit = 4;
        return images / recordsPerUnit * Prices.Reads.Dollars;
    }

    private static string Hours(CostEstimate estimate, long images, int cap)
    {
        var hours = new BackfillPlan(images).GetDuration(BackfillCosts.GetSeconds(estimate), cap).TotalHours;
        return hours.ToString(hours < 1 ? "0.00" : "#,0.0", CultureInfo.InvariantCulture);
    }

    private static string Dollars(CostEstimate estimate, long images) => CostReport.Dollars(estimate.TotalOf(CostPeriod.Image, images));

    private static string Price(CostLine line) => (line.Price.Dollars * 1_000_000).ToString("$0.00##", CultureInfo.InvariantCulture);

    private static string Amount(CostLine? line) => line is null ? "" : CostReport.Amount(line.Amount);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count) => Count((long)count);

    private static string Share(long images, long quota) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * images / quota:0} %");

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows)
    {
        text.Append($"| {string.Join(" | ", head)} |\n| --- |{string.Concat(head.Skip(1).Select(_ => " ---: |"))}\n");
        foreach (var row in rows)
        {
            text.Append($"| {string.Join(" | ", row)} |\n");
        }
    }
}
