using System.Diagnostics.Metrics;
using Pipeline.Host.Engine.Telemetry;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Numbers;

/// <summary>The instruments of the pipeline, with names in OpenTelemetry style. Any listener in the process can use them.</summary>
internal sealed class PipelineInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = PipelineTelemetry.Name;

    // In seconds. The range covers everything from a Choice state to a Map over renditions of large originals.
    private static readonly InstrumentAdvice<double> Durations =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly UpDownCounter<long> _running;
    private readonly Histogram<double> _executionDuration;
    private readonly Histogram<double> _executionWait;
    private readonly Histogram<double> _stateDuration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _uploadedBytes;
    private readonly Counter<long> _announcements;

    /// <param name="listDeliveries">Lists what became of the announcements for each webhook.</param>
    public PipelineInstruments(Func<IReadOnlyList<WebhookDeliveries>> listDeliveries)
    {
        Meter = new(MeterName);
        _started = Meter.CreateCounter<long>("pipeline.executions.started", "{execution}", "Executions that started.");
        _ended = Meter.CreateCounter<long>("pipeline.executions.ended", "{execution}", "Executions that ended, by outcome.");
        _running = Meter.CreateUpDownCounter<long>("pipeline.executions.running", "{execution}", "Executions that are running or waiting for their turn.");
        _executionDuration = Meter.CreateHistogram("pipeline.execution.duration", "s", "How long an execution ran, without its wait for a turn.", null, Durations);
        _executionWait = Meter.CreateHistogram("pipeline.execution.wait", "s", "How long an execution waited for its turn.", null, Durations);
        _stateDuration = Meter.CreateHistogram("pipeline.state.duration", "s", "Time from entering a state to leaving it, including attempts and waits.", null, Durations);
        _retries = Meter.CreateCounter<long>("pipeline.state.retries", "{attempt}", "Attempts after the first of a visit.");
        _uploadedBytes = Meter.CreateCounter<long>("pipeline.uploads", "By", "Size of the originals that were stored.");
        _announcements = Meter.CreateCounter<long>("pipeline.announcements", "{announcement}", "Messages that were announced, by topic.");
        Meter.CreateObservableCounter(
            "pipeline.webhook.deliveries", () => MeasureDeliveries(listDeliveries()), "{attempt}", "Attempts to deliver an announcement to a webhook, by host and outcome.");
    }

    public Meter Meter { get; }

    /// <summary>Lets the counters go on from what was counted before.</summary>
    public void Continue(StoredTotals totals)
    {
        AddIfAny(_started, totals.Started);
        AddIfAny(_uploadedBytes, totals.Bytes);
        AddByLabel(_ended, "outcome", totals.Ended);
        AddByLabel(_retries, "state", totals.Retries);
        AddByLabel(_announcements, "topic", totals.Announcements);
    }

    public void RecordStarted() => _started.Add(1);

    public void AddRunning(int change) => _running.Add(change);

    /// <param name="outcome">Outcome of the execution.</param>
    /// <param name="duration">How long it ran.</param>
    /// <param name="waited">How long it waited for its turn; null if it is not known.</param>
    public void RecordEnded(string outcome, TimeSpan duration, TimeSpan? waited)
    {
        _ended.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _executionDuration.Record(duration.TotalSeconds);
        if (waited is { } wait)
        {
            _executionWait.Record(wait.TotalSeconds);
        }
    }

    public void RecordVisit(StateVisit visit)
    {
        var state = new KeyValuePair<string, object?>("state", visit.State);
        _stateDuration.Record(visit.Duration.TotalSeconds, state);
        if (visit.Retries > 0)
        {
            _retries.Add(visit.Retries, state);
        }
    }

    public void RecordUpload(long bytes) => _uploadedBytes.Add(bytes);

    public void RecordAnnouncement(string topic) => _announcements.Add(1, new KeyValuePair<string, object?>("topic", topic));

    /// <summary>By host, because the rest of an address may be secret.</summary>
    private static IEnumerable<Measurement<long>> MeasureDeliveries(IReadOnlyList<WebhookDeliveries> deliveries)
    {
        foreach (var server in deliveries.GroupBy(delivery => new Uri(delivery.Url) is var url ? (url.Host, url.Port) : default))
        {
            foreach (var (outcome, count) in ((string, long)[])[("delivered", server.Sum(delivery => delivery.Delivered)), ("failed", server.Sum(delivery => delivery.Failed))])
            {
                yield return new(count, new("server.address", server.Key.Host), new("server.port", server.Key.Port), new KeyValuePair<string, object?>("outcome", outcome));
            }
        }
    }

    private static void AddIfAny(Counter<long> counter, long count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }

    private static void AddByLabel(Counter<long> counter, string label, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (value, count) in counts)
        {
            counter.Add(count, new KeyValuePair<string, object?>(label, value));
        }
    }

    public void Dispose() => Meter.Dispose();
}
