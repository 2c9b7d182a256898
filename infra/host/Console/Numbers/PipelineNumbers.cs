using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Counts the events of the pipeline as metrics. Counters go on from the totals of the store.</summary>
internal sealed class PipelineNumbers : IDisposable
{
    private readonly PipelineEvents _events;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ExecutionTrace> _traces = [];
    private readonly PipelineInstruments _instruments;
    private readonly MeterProvider _provider;

    /// <param name="events">The events to count from now on.</param>
    /// <param name="totals">What was counted before.</param>
    /// <param name="time">Clock.</param>
    /// <param name="listDeliveries">Lists what became of the announcements for each webhook; null if there are no webhooks.</param>
    public PipelineNumbers(PipelineEvents events, StoredTotals totals, TimeProvider time, Func<IReadOnlyList<WebhookDeliveries>>? listDeliveries = null)
    {
        (_events, _time, _instruments) = (events, time, new(listDeliveries ?? (() => [])));
        var own = _instruments.Meter;
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(PipelineInstruments.MeterName)
            // OpenTelemetry finds meters by name. This drops the instruments of other pipelines in the process.
            .AddView(instrument => ReferenceEquals(instrument.Meter, own) ? null : MetricStreamConfiguration.Drop)
            .AddPrometheusExporter(options =>
            {
                // Every scrape is fresh and has exactly the metrics that the README lists.
                options.ScrapeResponseCacheDurationMilliseconds = 0;
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
            })
            .Build();
        // After the provider: it does not see what was counted before it.
        _instruments.Continue(totals);
        events.Published += OnPublished;
    }

    /// <summary>Counts the events of a pipeline from now on.</summary>
    public static PipelineNumbers Track(LocalPipeline pipeline) =>
        new(pipeline.Events, pipeline.Store.Numbers.ReadTotals(), pipeline.Time, pipeline.Store.Webhook.ListDeliveries);

    /// <summary>Maps <c>GET /metrics</c>: OpenMetrics if the client accepts it, otherwise the text format of Prometheus.</summary>
    public void MapMetrics(IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint("/metrics", _provider, configureBranchedPipeline: null, optionsName: null)
            // Other methods go to S3, where the path addresses a bucket with this name.
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .ExcludeFromDescription();

    public void Dispose()
    {
        _events.Published -= OnPublished;
        _provider.Dispose();
        _instruments.Dispose();
    }

    private void OnPublished(PipelineEvent pipelineEvent)
    {
        lock (_gate)
        {
            switch (pipelineEvent)
            {
                case OriginalStored stored:
                    _instruments.RecordUpload(stored.Bytes);
                    break;
                case ExecutionStarted:
                    _instruments.RecordStarted();
                    _instruments.AddRunning(+1);
                    break;
                case ExecutionResumed or ExecutionRedriven:
                    _instruments.AddRunning(+1);
                    break;
                case HistoryAppended appended:
                    Track(appended);
                    break;
                case ExecutionEnded ended:
                    OnEnded(ended);
                    break;
                case ExecutionInterrupted interrupted:
                    _traces.Remove(interrupted.Execution.Name);
                    _instruments.AddRunning(-1);
                    break;
                case Announced announced:
                    _instruments.RecordAnnouncement(announced.Announcement.Topic.ToString().ToLowerInvariant());
                    break;
            }
        }
    }

    private void Track(HistoryAppended appended)
    {
        if (!_traces.TryGetValue(appended.Execution, out var trace))
        {
            _traces[appended.Execution] = trace = new();
        }

        foreach (var historyEvent in appended.Events)
        {
            if (StateVisits.Follow(trace, historyEvent) is { } visit)
            {
                _instruments.RecordVisit(visit);
            }
        }
    }

    private void OnEnded(ExecutionEnded ended)
    {
        if (_traces.Remove(ended.Execution.Name, out var trace))
        {
            foreach (var visit in StateVisits.ListFailed(trace))
            {
                _instruments.RecordVisit(visit);
            }
        }

        // Of a redriven execution only the last run, and of none its wait for a turn.
        var start = ended.Execution.RunTime ?? ended.Execution.RedriveTime ?? ended.Execution.StartTime;
        var duration = (ended.Execution.StopTime ?? _time.GetUtcNow()) - start;
        _instruments.RecordEnded(ended.Outcome.Name, duration, ended.Execution.Waited);
        _instruments.AddRunning(-1);
    }
}
