using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;

namespace Pipeline.Cloud.Costs;

/// <summary>
/// Computes what a stack costs from its settings, for photographs of 12 megapixels that are all accepted. infra/aws/README.md shows the
/// results for the defaults; a test recomputes them with this class.
/// </summary>
internal static class CostModel
{
    /// <summary>Milliseconds of waiting for S3 and DynamoDB: assumptions.</summary>
    public const decimal ValidateWait = 150, ResizeWait = 100, PersistWait = 80;

    /// <summary>Share of calls that start a process: an assumption for a steady load. A rush on an idle stack has more.</summary>
    public const decimal StartShare = 0.01m;

    /// <summary>Milliseconds, measured under an emulated Lambda: INIT, and what the first call takes longer with a whole processor.</summary>
    public const decimal Init = 203, FirstCall = 142;

    /// <summary>Memory in MB with which a function has a whole processor. With less, work takes longer in proportion; INIT always has one.</summary>
    public const int ProcessorMemory = 1_769;

    private const decimal LogKilobytes = 2;
    private const decimal SampledTraces = 0.05m;
    private const decimal EventKilobytes = 1.5m;
    /// <summary>Size of a record.</summary>
    public const decimal RecordKilobytes = 2;

    private const decimal MonthSeconds = 30 * 24 * 60 * 60;
    private const decimal TagMonths = 1m / (30 * 24);
    private const int PipelineMetrics = 14;

    /// <summary>Calls of Reconcile by its schedule, and their milliseconds and memory.</summary>
    private const int ReconcileCalls = 30 * 24 * 12;
    private const decimal ReconcileMilliseconds = 100;
    private const int ReconcileMemory = 512;

    /// <param name="settings">Settings of the stack.</param>
    /// <param name="set">The rendition set of the images.</param>
    /// <param name="durations">Measured times of the codec.</param>
    public static CostEstimate Estimate(CostSettings settings, RenditionSet set, Durations durations)
    {
        var work = RenditionWork.Plan(durations, set, settings.ResizeGrouping);
        var calls = ListCalls(settings, work);
        var transitions = UploadTransitions.Count(work.Calls.Count);
        return new(calls, [
            .. ListImageLines(settings, work, calls, transitions), .. ListMonthlyLines(settings), .. ListKeptLines(work), .. DeliveryCosts.ListLines(settings, work),
            .. WebhookCosts.List(settings, DurationPrice(settings, isProvisioned: false)), .. DescribeCosts.List(settings, DurationPrice(settings, isProvisioned: false)), .. LakeCosts.List(settings, DurationPrice(settings, isProvisioned: false)),
        ]);
    }

    private static CallCost[] ListCalls(CostSettings settings, RenditionWork work) =>
    [
        CreateCall("Validate", "validate", 0, ValidateWait, settings),
        .. work.Calls.Select(call => CreateCall($"Resize {string.Join(", ", call.Names)}", "resize", call.Milliseconds, ResizeWait, settings)),
        CreateCall("Persist", "persist", 0, PersistWait, settings),
    ];

    /// <summary>The average call of a function, with its share of starts.</summary>
    public static CallCost CreateCall(string name, string function, decimal codec, decimal wait, CostSettings settings)
    {
        var (memory, provisioned) = (settings.Functions[function].Memory, settings.Functions[function].ProvisionedConcurrency);
        return CreateCall(name, memory, provisioned > 0, codec, wait, settings.SnapStart);
    }

    /// <summary>The average call of any function, with its share of starts.</summary>
    public static CallCost CreateCall(string name, int memory, bool isProvisioned, decimal codec, decimal wait, bool snapStart)
    {
        var slowness = Math.Max(1, (decimal)ProcessorMemory / memory);
        var start = isProvisioned ? 0 : StartShare * ((snapStart ? 0 : Init) + (FirstCall * slowness));
        return new(name, codec * slowness, wait, start, memory);
    }

    private static IEnumerable<CostLine> ListImageLines(CostSettings settings, RenditionWork work, CallCost[] calls, int transitions)
    {
        if (settings.StateMachineType == CostSettings.Express)
        {
            yield return Image("Step Functions, Express: executions", 1, Prices.ExpressRequests);
            yield return Image("Step Functions, Express: GB-s of 64 MB", ExpressSeconds(calls) * 64 / 1024, Prices.ExpressDuration);
        }
        else
        {
            yield return Image("Step Functions, Standard: state transitions", transitions, Prices.Transitions);
        }

        yield return Image("Lambda: calls", calls.Length, Prices.Calls);
        foreach (var (isProvisioned, amount) in calls.GroupBy(call => settings.Functions[call.Name.Split(' ')[0].ToLowerInvariant()].ProvisionedConcurrency > 0)
            .Select(group => (group.Key, group.Sum(call => call.GigabyteSeconds))))
        {
            yield return Image($"Lambda, {settings.Architecture}: GB-s{(isProvisioned ? " in provisioned environments" : "")}", amount, DurationPrice(settings, isProvisioned));
        }

        if (settings.SnapStart)
        {
            yield return Image("Lambda: GB restored by SnapStart", StartShare * calls.Sum(call => call.Memory) / 1024, Prices.SnapStartRestore);
        }

        yield return Image("S3: PUT, the original and the renditions", 1 + work.Files, Prices.Puts);
        yield return Image("S3: tags taken off, counted as GET", work.Files, Prices.Gets);
        yield return Image("S3: tags of unpublished renditions, kept for an hour at most", work.Files * TagMonths, Prices.Tags);
        yield return Image("S3: LIST", 1, Prices.Puts);
        yield return Image("S3: GET, by Validate and by each call of Resize", 1 + work.Calls.Count, Prices.Gets);
        yield return Image("DynamoDB, on demand: write units, 4 of the table and 4 of its indexes", 8, Prices.Writes);
        yield return Image("DynamoDB, on demand: read units, consistent", 2, Prices.Reads);
        yield return Image("EventBridge: events of S3", 1, Prices.ServiceEvents);
        if (settings.HasKeyPrefix)
        {
            yield return Image("EventBridge: events on the stack's own bus", 1, Prices.CustomEvents);
        }

        if (settings.HasEventArchive)
        {
            yield return Image("EventBridge: MB of archived events, 1.5 kB each", EventKilobytes / 1_000, Prices.ArchivedEvents);
        }

        yield return Image("SNS: announcements", 1, Prices.Announcements);
        yield return Image("CloudWatch: MB of logs, 2 kB a call", calls.Length * LogKilobytes / 1_000, Prices.Logs);
        if (settings.Tracing)
        {
            yield return Image("X-Ray: traces, one in twenty", SampledTraces, Prices.Traces);
        }
    }

    private static IEnumerable<CostLine> ListMonthlyLines(CostSettings settings)
    {
        yield return Month("CloudWatch: metrics of the pipeline", PipelineMetrics, Prices.Metrics);
        yield return Month("CloudWatch: dashboard", 1, Prices.Dashboards);
        yield return Month("CloudWatch: alarms", settings.Alarms, Prices.Alarms);
        yield return Month("KMS: key of the topics", 1, Prices.Keys);
        yield return Month("Lambda: GB-s of Reconcile, every five minutes", ReconcileCalls * ReconcileMilliseconds / 1000 * ReconcileMemory / 1024, DurationPrice(settings, false));
        if (settings.SnapStart)
        {
            yield return Month("Lambda: GB-s of SnapStart's cache, one version of each function", settings.Functions.Values.Sum(function => function.Memory) / 1024m * MonthSeconds, Prices.SnapStartCache);
        }

        var provisioned = settings.Functions.Values.Sum(function => (decimal)function.ProvisionedConcurrency * function.Memory / 1024);
        if (provisioned > 0)
        {
            yield return Month("Lambda: GB-s of provisioned environments", provisioned * MonthSeconds,
                settings.Architecture == CostSettings.Arm64 ? Prices.ArmProvisioned : Prices.X86Provisioned);
        }
    }

    private static IEnumerable<CostLine> ListKeptLines(RenditionWork work)
    {
        yield return Kept("S3: GB of originals", Durations.OriginalMegabytes / 1000, Prices.ObjectStorage);
        yield return Kept("S3: GB of renditions", work.Kilobytes / 1_000_000, Prices.ObjectStorage);
        yield return Kept("DynamoDB: GB of records, 2 kB each", RecordKilobytes / 1_000_000, Prices.TableStorage);
        yield return Kept("DynamoDB: GB of their point-in-time recovery", RecordKilobytes / 1_000_000, Prices.TableBackup);
    }

    /// <summary>Validate, the longest of the calls of Resize at once, and Persist, with 0.3 s for what is between; billed by tenths of a second.</summary>
    private static decimal ExpressSeconds(CallCost[] calls)
    {
        const decimal betweenStates = 300;
        var milliseconds = betweenStates + Milliseconds(calls[0]) + calls.Skip(1).SkipLast(1).Max(Milliseconds) + Milliseconds(calls[^1]);
        return Math.Ceiling(milliseconds / 100) / 10;

        static decimal Milliseconds(CallCost call) => call.CodecMilliseconds + call.WaitMilliseconds;
    }

    private static Price DurationPrice(CostSettings settings, bool isProvisioned) => (settings.Architecture == CostSettings.Arm64, isProvisioned) switch
    {
        (true, false) => Prices.ArmDuration,
        (true, true) => Prices.ArmProvisionedDuration,
        (false, false) => Prices.X86Duration,
        (false, true) => Prices.X86ProvisionedDuration,
    };

    private static CostLine Image(string name, decimal amount, Price price) => new(CostPeriod.Image, name, amount, price);

    private static CostLine Month(string name, decimal amount, Price price) => new(CostPeriod.Month, name, amount, price);

    private static CostLine Kept(string name, decimal amount, Price price) => new(CostPeriod.KeptImage, name, amount, price);
}
