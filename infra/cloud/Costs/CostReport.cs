using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Costs;
using Spectre.Console;

namespace Pipeline.Cloud.Costs;

/// <summary>Prints an estimate as a table or as JSON.</summary>
internal static class CostReport
{
    private static readonly IReadOnlyDictionary<CostPeriod, string> Periods = new Dictionary<CostPeriod, string>
    {
        [CostPeriod.Image] = "for the images",
        [CostPeriod.Month] = "every month",
        [CostPeriod.KeptImage] = "every month that the images are kept",
        [CostPeriod.ApiRequest] = "for as many requests of the HTTP API",
        [CostPeriod.Delivery] = "for as many renditions delivered by the CDN",
    };

    public static void Write(IAnsiConsole console, CostEstimate estimate, CostSettings settings, long images)
    {
        console.MarkupLineInterpolated(
            $"{Count(images)} photographs of 12 megapixels, [bold]{settings.StateMachineType}[/], resizeGrouping [bold]{settings.ResizeGrouping}[/], [bold]{settings.Architecture}[/].");
        console.MarkupLineInterpolated($"List prices of {Prices.Region} on {Prices.Date}, without free tiers. infra/aws/README.md says what is measured and what is assumed.");
        foreach (var (period, title) in Periods.Where(period => estimate.Lines.Any(line => line.Period == period.Key)))
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns(
                new TableColumn(Markup.Escape(title)), new TableColumn("amount").RightAligned(), new TableColumn("price").RightAligned(), new TableColumn("cost").RightAligned());
            foreach (var line in estimate.Lines.Where(line => line.Period == period))
            {
                table.AddRow(
                    Markup.Escape(line.Name), Amount(line.Amount * (period == CostPeriod.Month ? 1 : images)), Markup.Escape(DescribePrice(line.Price)), Dollars(line.CostOf(images)));
            }

            table.AddRow("[bold]Total[/]", "", "", $"[bold]{Dollars(estimate.TotalOf(period, images))}[/]");
            console.Write(table);
        }
    }

    public static JsonObject ToJson(CostEstimate estimate, CostSettings settings, long images) => new()
    {
        ["images"] = images,
        ["region"] = Prices.Region,
        ["pricesOf"] = Prices.Date,
        ["durationsOf"] = Durations.Measured.Date,
        ["settings"] = JsonNode.Parse(settings.ToJson()),
        ["lines"] = new JsonArray([.. estimate.Lines.Select(line => (JsonNode)new JsonObject
        {
            ["period"] = NameOf(line.Period),
            ["name"] = line.Name,
            ["amount"] = line.Amount * (line.Period == CostPeriod.Month ? 1 : images),
            ["unit"] = line.Price.Unit,
            ["unitPrice"] = line.Price.Dollars,
            ["cost"] = Math.Round(line.CostOf(images), 4),
            ["source"] = line.Price.Source,
        })]),
        ["totals"] = new JsonObject(Periods.Keys.Select(period => KeyValuePair.Create(NameOf(period), (JsonNode?)Math.Round(estimate.TotalOf(period, images), 4)))),
    };

    /// <summary>US dollars: <c>$1,234.50</c>.</summary>
    public static string Dollars(decimal amount) => amount.ToString("$#,0.00", CultureInfo.InvariantCulture);

    /// <summary>An amount with as many digits as it needs.</summary>
    public static string Amount(decimal amount) => amount.ToString(Math.Abs(amount) >= 100 ? "#,0" : "0.####", CultureInfo.InvariantCulture);

    /// <summary>A price for one unit, or for a million of small units.</summary>
    public static string DescribePrice(Price price) => price.Dollars is > 0 and < 0.001m
        ? $"${(price.Dollars * 1_000_000).ToString("0.00##", CultureInfo.InvariantCulture)} a million"
        : $"${price.Dollars.ToString("0.00#", CultureInfo.InvariantCulture)}";

    private static string Count(long images) => images.ToString("#,0", CultureInfo.InvariantCulture);

    private static string NameOf(CostPeriod period) => period switch
    {
        CostPeriod.Image => "images",
        CostPeriod.Month => "month",
        CostPeriod.ApiRequest => "apiRequests",
        CostPeriod.Delivery => "deliveries",
        _ => "keptImagesMonth",
    };
}
