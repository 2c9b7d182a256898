using Pipeline.Core.Backfill;
using Pipeline.Core.Costs;
using Pipeline.Core.Renditions;

namespace Pipeline.Cloud.Costs;

/// <summary>What an image of a backfill costs: what it costs as an upload, without the upload, in an execution of another kind.</summary>
internal static class BackfillCosts
{
    /// <summary>Milliseconds that Validate waits for the record and, for a photo that is read again, for the original: assumptions.</summary>
    public const decimal RecordWait = 15, RefreshWait = 120;

    /// <summary>States of a Standard child from its start to the outcome, besides the groups of renditions.</summary>
    private const int MadeTransitions = 9;

    /// <summary>IsFolderMarker, ListingEvent, Validate, Outcome and Unchanged.</summary>
    private const int CheckedTransitions = 5;

    /// <summary>Objects that one LIST of the bucket returns.</summary>
    private const decimal Page = 1_000;

    /// <summary>An image whose renditions are made.</summary>
    /// <param name="settings">Settings of the stack.</param>
    /// <param name="set">The rendition set.</param>
    /// <param name="executions">Type of the children: <c>EXPRESS</c> or <c>STANDARD</c>.</param>
    /// <param name="announces">Whether each image is announced.</param>
    public static CostEstimate Made(CostSettings settings, RenditionSet set, string executions, bool announces)
    {
        // An Express upload has the lines of an Express child. Those of its own execution and of its event go.
        var upload = CostModel.Estimate(settings with { StateMachineType = CostSettings.Express, HasKeyPrefix = false, HasEventArchive = false }, set, Durations.Measured);
        var work = upload.Calls.Count - 2;
        var lines = upload.Lines.Where(line => line.Period == CostPeriod.Image && !line.Name.StartsWith("EventBridge", StringComparison.Ordinal))
            .Where(line => announces || !line.Name.StartsWith("SNS", StringComparison.Ordinal))
            .Where(line => executions == BackfillDefinition.Express || !line.Name.StartsWith("Step Functions", StringComparison.Ordinal))
            .Select(line => line.Name.StartsWith("S3: PUT", StringComparison.Ordinal) ? line with { Name = "S3: PUT, the renditions", Amount = line.Amount - 1 } : line);
        return new(upload.Calls, [.. Starts(executions, MadeTransitions + work + (announces ? 1 : 0)), .. lines]);
    }

    /// <summary>An image whose record already shows what would be made.</summary>
    /// <inheritdoc cref="Made" path="/param"/>
    public static CostEstimate Unchanged(CostSettings settings, string executions) => Checked(settings, executions, RecordWait, []);

    /// <summary>An image whose photo is read again, and nothing made.</summary>
    /// <inheritdoc cref="Made" path="/param"/>
    public static CostEstimate Refreshed(CostSettings settings, string executions) => Checked(settings, executions, RefreshWait,
        [Image("S3: GET of the original", 1, Prices.Gets), Image("DynamoDB, on demand: write units of the table", 2, Prices.Writes)]);

    /// <summary>Seconds that the calls of an image take one after the other, those of Resize at once.</summary>
    public static double GetSeconds(CostEstimate estimate)
    {
        var calls = estimate.Calls.Select(call => call.CodecMilliseconds + call.WaitMilliseconds + call.StartMilliseconds).ToArray();
        var milliseconds = calls.Length <= 2 ? calls.Sum() : calls[0] + calls[1..^1].Max() + calls[^1];
        const decimal betweenStates = 300;
        return (double)(milliseconds + (calls.Length == 1 ? betweenStates / 3 : betweenStates)) / 1_000;
    }

    private static CostEstimate Checked(CostSettings settings, string executions, decimal wait, CostLine[] others)
    {
        var call = CostModel.CreateCall("Validate", "validate", 0, wait, settings);
        var seconds = Math.Ceiling(wait / 100) / 10;
        CostLine[] express =
            [Image("Step Functions, Express: executions", 1, Prices.ExpressRequests), Image("Step Functions, Express: GB-s of 64 MB", seconds * 64 / 1024, Prices.ExpressDuration)];
        return new([call],
        [
            .. Starts(executions, CheckedTransitions),
            .. executions == BackfillDefinition.Express ? express : [],
            Image("Lambda: calls", 1, Prices.Calls),
            Image($"Lambda, {settings.Architecture}: GB-s", call.GigabyteSeconds, settings.Architecture == CostSettings.Arm64 ? Prices.ArmDuration : Prices.X86Duration),
            Image("DynamoDB, on demand: read units, consistent", 1, Prices.Reads),
            .. others,
            Image("CloudWatch: MB of logs, 2 kB a call", 0.002m, Prices.Logs),
            .. settings.Tracing ? [Image("X-Ray: traces, one in twenty", 0.05m, Prices.Traces)] : Array.Empty<CostLine>(),
        ]);
    }

    /// <summary>A distributed Map is billed one transition for each child that it starts, whatever the child's type.</summary>
    /// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html"/>
    private static IEnumerable<CostLine> Starts(string executions, int transitions)
    {
        yield return Image("Step Functions: start of a child of the Map", 1, Prices.Transitions);
        if (executions == BackfillDefinition.Standard)
        {
            yield return Image("Step Functions, Standard: state transitions of the child", transitions, Prices.Transitions);
        }

        yield return Image("S3: LIST of the originals, 1,000 a page", 1 / Page, Prices.Puts);
    }

    private static CostLine Image(string name, decimal amount, Price price) => new(CostPeriod.Image, name, amount, price);
}
