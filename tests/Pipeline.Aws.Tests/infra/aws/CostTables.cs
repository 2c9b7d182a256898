using System.Globalization;
using System.Text;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>The tables of costs in README.md, computed from the model, for the defaults and a million images.</summary>
internal static class CostTables
{
    public const long Images = 1_000_000;

    private static readonly CostSettings Each = CostSettings.Default;

    private static readonly CostSettings Auto = Each with { ResizeGrouping = CostSettings.Auto };

    public static string Write()
    {
        var (each, auto) = (Estimate(Each), Estimate(Auto));
        var (eachExpress, autoExpress) = (Estimate(ToExpress(Each)), Estimate(ToExpress(Auto)));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            The example is one upload of 12 megapixels (4.4 MB JPEG) with the default set of five renditions, all accepted. Prices are AWS's list prices of {Prices.Region} on {Prices.Date}, without
            free tiers ([sources](#prices)). `dotnet run --project infra/cloud -- cost --images N` computes the same for your stack, with its settings and its rendition set. A test recomputes these tables.

            **Calls.** Codec: measured on {Durations.Measured.Date} with the codec that Lambda runs, one thread of a server ({Durations.Measured.Machine}); arm64 is assumed to be as fast. In a group, the
            renditions share one decode, and the time is that of the default set. Waiting for S3 and DynamoDB is an assumption. Starts: one call in a hundred is assumed to start a process, which adds
            INIT ({CostModel.Init:0} ms, measured under an emulated Lambda) and a first call that takes {CostModel.FirstCall:0} ms longer with a whole processor, in proportion with less.


            """);
        Table(text, ["Call", "Codec (ms)", "S3, DynamoDB (ms)", "Starts (ms)", "Memory (MB)", "GB-s"],
            each.Calls.Concat(auto.Calls.Skip(1).SkipLast(1)).Select(call => (string[])
            [
                call.Name, Number(call.CodecMilliseconds, 0), Number(call.WaitMilliseconds, 0), Number(call.StartMilliseconds, 1),
                Number(call.Memory, 0), Number(call.GigabyteSeconds, 4),
            ]));
        text.Append("\n**A million images**, on arm64:\n\n");
        Table(text, ["For one image", "Price of a million", "`each`: amount", "cost", "`auto`: amount", "cost"],
        [
            .. each.Lines.Where(IsImage).Zip(auto.Lines.Where(IsImage), (one, other) => (string[])
                [one.Name, PriceOf(one), CostReport.Amount(one.Amount), Dollars(one), CostReport.Amount(other.Amount), Dollars(other)]),
            ["**Total with STANDARD**", "", "", $"**{Total(each)}**", "", $"**{Total(auto)}**"],
            .. eachExpress.Lines.Where(line => line.Name.Contains("Express", StringComparison.Ordinal)).Zip(
                autoExpress.Lines.Where(line => line.Name.Contains("Express", StringComparison.Ordinal)), (one, other) => (string[])
                    [$"instead of transitions: {one.Name}", PriceOf(one), CostReport.Amount(one.Amount), Dollars(one), CostReport.Amount(other.Amount), Dollars(other)]),
            ["**Total with EXPRESS**", "", "", $"**{Total(eachExpress)}**", "", $"**{Total(autoExpress)}**"],
        ]);
        text.Append("\n**By setting**, for a million images:\n\n");
        Table(text, ["`stateMachineType`", "`resizeGrouping`", "arm64", "x86_64"],
            ((CostSettings[])[Each, Auto, ToExpress(Each), ToExpress(Auto)]).Select(settings => (string[])
            [
                settings.StateMachineType, settings.ResizeGrouping, Total(Estimate(settings)), Total(Estimate(settings with { Architecture = "x86_64" })),
            ]));
        text.Append("\n**Every month**, with or without images:\n\n");
        var warm = Estimate(Each with { SnapStart = true });
        Table(text, ["What", "Amount", "Price", "Cost"],
        [
            .. each.Lines.Where(line => line.Period == CostPeriod.Month).Select(Monthly),
            .. warm.Lines.Where(line => line.Period == CostPeriod.Month && line.Name.Contains("SnapStart", StringComparison.Ordinal)).Select(line => Monthly(line with { Name = $"with `snapStart`: {line.Name}" })),
        ]);
        text.Append("\n**Every month for a million images that are kept:**\n\n");
        Table(text, ["What", "Amount", "Price", "Cost"], each.Lines.Where(line => line.Period == CostPeriod.KeptImage).Select(line => (string[])
            [line.Name, CostReport.Amount(line.Amount * Images), CostReport.DescribePrice(line.Price), CostReport.Dollars(line.CostOf(Images))]));
        var (request, delivery) = (each.Lines.Where(line => line.Period == CostPeriod.ApiRequest).ToList(), each.Lines.Where(line => line.Period == CostPeriod.Delivery).ToList());
        text.Append(CultureInfo.InvariantCulture, $"""

            **A million requests of the HTTP API** (`api`), for the record of an image. Waiting for DynamoDB ({DeliveryCosts.RequestWait:0} ms) and the share of starts are assumptions; a request that waits for an
            upload (`?wait=20`) takes a call for as long. Through the CDN, each also costs a request of CloudFront. Bytes that API Gateway sends are not counted.


            """);
        Table(text, ["For one request", "Amount", "Price of a million", "Cost"], [.. request.Select(PerMillion), ["**Total**", "", "", $"**{Total(request)}**"]]);
        text.Append(CultureInfo.InvariantCulture, $"""

            **A million renditions delivered** (`cdn`), of {Number(delivery[1].Amount * 1_000, 0)} kB, the average of the default set, in North America or Europe. That {DeliveryCosts.MissShare:P0} of them come from S3 is an assumption;
            S3 charges nothing for bytes to CloudFront. Without traffic, the CDN costs nothing. With `deletionInvalidates`, each deletion costs {CostReport.DescribePrice(Prices.Invalidations)} after the first 1,000 of a month,
            and twice that if its key has characters with two encodings.


            """);
        Table(text, ["For one delivery", "Amount", "Price of a million", "Cost"], [.. delivery.Select(PerMillion), ["**Total**", "", "", $"**{Total(delivery)}**"]]);
        text.Append("\n**Webhooks.** What each URL of `successEndpoints` adds to a million images:\n\n");
        Table(text, ["What", "Amount", "Price", "Cost"], ListWebhookLines().Select(line => (string[])
            [line.Period == CostPeriod.Month ? $"every month: {line.Name}" : line.Name, CostReport.Amount(line.Amount * (line.Period == CostPeriod.Month ? 1 : Images)), CostReport.DescribePrice(line.Price), Dollars(line)]));
        text.Append(CultureInfo.InvariantCulture, $"""

            **The data lake** (`lake`), for a million images, with an export of them every night. {Number(LakeCosts.RecordMilliseconds, 0)} ms of Lambda for a record is an assumption (writing took 0.7 ms of processor time on one machine); the size of files is that of photographs with the default set. One export of
            a million records reads {Number(ReadUnitsOfExport, 0)} read units, {CostReport.Dollars(ReadUnitsOfExport * Prices.Reads.Dollars)}. Queries are billed by Athena: $5 for each TB that they read, at least 10 MB.


            """);
        Table(text, ["What", "Amount", "Price", "Cost"], ListLakeLines().Select(line => (string[])
        [
            line.Period switch { CostPeriod.Image => line.Name, CostPeriod.Month => $"every month: {line.Name}", _ => $"every month for images that are kept: {line.Name}" },
            CostReport.Amount(line.Amount * (line.Period == CostPeriod.Month ? 1 : Images)), CostReport.DescribePrice(line.Price), Dollars(line),
        ]));
        text.Append(CultureInfo.InvariantCulture, $"""

            **Descriptions.** What `describe` adds to a million images, with the default model, one language and `each`. A JPEG of 800 × 800 pixels is about {Number(DescribeCosts.PictureTokens, 0)} tokens for Amazon Nova, which enlarges it to 900 × 900; Claude counts
            width × height / 750, so 640 for 800 × 600. Instructions and schema ({Number(DescribeCosts.PromptTokens, 0)} tokens), an answer ({Number(DescribeCosts.AnswerTokens, 0)} tokens, and {Number(DescribeCosts.TextTokens, 0)} for each language) and the time of the model are estimates: the metrics `ModelInputTokens` and
            `ModelOutputTokens` say what yours are. With another model, a million images cost tokens read × `describeInputPrice` + tokens written × `describeOutputPrice`, in dollars.


            """);
        Table(text, ["What", "Amount", "Price", "Cost"],
        [
            .. ListDescribeLines().Select(line => (string[])[line.Name, CostReport.Amount(line.Amount * Images), CostReport.DescribePrice(line.Price), Dollars(line)]),
            ["**Total**", "", "", $"**{Total(ListDescribeLines())}**"],
        ]);
        text.Append("\n**Memory of Persist and Remove.** They wait for S3 and DynamoDB, so more memory costs more, also if every call starts a process:\n\n");
        Table(text, ["Memory (MB)", "First call longer by (ms)", "A million calls, one in a hundred starts", "A million calls, each starts"],
            ((int[])[512, 1_024]).Select(memory => (string[])
            [
                Number(memory, 0), Number(CostModel.FirstCall * CostModel.ProcessorMemory / memory, 0), CostReport.Dollars(CostOfPersist(memory, CostModel.StartShare)), CostReport.Dollars(CostOfPersist(memory, 1)),
            ]));
        text.Append("\n### Prices\n\n");
        Table(text, ["Price", "Of", "Source"], ListPrices().Select(price => (string[])[CostReport.DescribePrice(price), price.Unit, price.Source]));
        return text.ToString().ReplaceLineEndings("\n").Trim();
    }

    public static CostEstimate Estimate(CostSettings settings) => CostModel.Estimate(settings, RenditionSet.Default, Durations.Measured);

    /// <summary>A stack that describes images with the default model.</summary>
    public static CostSettings Described => Each with { Describe = new(512, 1, 0.06m, 0.24m) };

    /// <summary>What descriptions add.</summary>
    public static IReadOnlyList<CostLine> ListDescribeLines() => [.. Estimate(Described).Lines.Except(Estimate(Each).Lines)];

    /// <summary>What a webhook adds.</summary>
    public static IEnumerable<CostLine> ListWebhookLines() => Estimate(Each with { SuccessEndpoints = 1 }).Lines.Except(Estimate(Each).Lines);

    /// <summary>What a data lake with the default settings adds.</summary>
    public static IEnumerable<CostLine> ListLakeLines() =>
        Estimate(Each with { Lake = new(LakeSchedule.DefaultSegments, LakeSchedule.DefaultDays) }).Lines.Except(Estimate(Each).Lines);

    /// <summary>Read units of one export of a million records.</summary>
    private static decimal ReadUnitsOfExport =>
        ListLakeLines().Single(line => line.Price == Prices.Reads).Amount * Images / 30;

    public static CostSettings ToExpress(CostSettings settings) => settings with { StateMachineType = CostSettings.Express };

    /// <summary>Cost of the duration of a million calls of Persist.</summary>
    public static decimal CostOfPersist(int memory, decimal startShare)
    {
        var settings = Each with { Functions = new Dictionary<string, CostSettings.Function> { ["persist"] = new(memory) } };
        var call = CostModel.CreateCall("Persist", "persist", 0, CostModel.PersistWait, settings);
        return (call with { StartMilliseconds = call.StartMilliseconds / CostModel.StartShare * startShare }).GigabyteSeconds * Prices.ArmDuration.Dollars * Images;
    }

    public static IEnumerable<Price> ListPrices() => typeof(Prices).GetFields().Select(field => field.GetValue(null)).OfType<Price>();

    private static bool IsImage(CostLine line) => line.Period == CostPeriod.Image;

    private static string[] Monthly(CostLine line) =>
        [line.Name, CostReport.Amount(line.Amount), CostReport.DescribePrice(line.Price), CostReport.Dollars(line.CostOf(Images))];

    private static string[] PerMillion(CostLine line) => [line.Name, CostReport.Amount(line.Amount), PriceOf(line), Dollars(line)];

    private static string Total(IEnumerable<CostLine> lines) => CostReport.Dollars(lines.Sum(line => line.CostOf(Images)));

    private static string PriceOf(CostLine line) => (line.Price.Dollars * Images).ToString("$#,0.00##", CultureInfo.InvariantCulture);

    private static string Dollars(CostLine line) => CostReport.Dollars(line.CostOf(Images));

    private static string Total(CostEstimate estimate) => CostReport.Dollars(estimate.TotalOf(CostPeriod.Image, Images));

    private static string Number(decimal number, int digits) => number.ToString($"N{digits}", CultureInfo.InvariantCulture);

    private static void Table(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", header)} |\n| {string.Join(" | ", header.Select((_, i) => i == 0 ? "---" : "---:"))} |\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }
    }
}
