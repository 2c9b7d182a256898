using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Events;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Counts the events of the pipeline, for the console's page and as metrics.</summary>
internal sealed class PipelineNumbers : IDisposable
{
    private readonly PipelineEvents _events;
    private readonly Func<IReadOnlyList<string>> _stateOrder;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _since;
    private readonly Lock _gate = new();
    private readonly MinuteCounts _minutes = new();
    private readonly OutcomeCounts _outcomes = new();
    private readonly SlidingWindow<double> _executions = new(SlidingWindow<double>.DefaultCapacity);
    private readonly Dictionary<string, SlidingWindow<StateVisit>> _states = [];
    private readonly Dictionary<string, ExecutionTrace> _traces = [];
    private readonly PipelineInstruments _instruments = new();
    private readonly MeterProvider _provider;

    /// <param name="events">The events to count from now on.</param>
    /// <param name="stateOrder">Names of the states, in the order to show them.</param>
    /// <param name="time">Clock.</param>
    public PipelineNumbers(PipelineEvents events, Func<IReadOnlyList<string>> stateOrder, TimeProvider time)
    {
        (_events, _stateOrder, _time, _since) = (events, stateOrder, time, time.GetUtcNow());
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
        events.Published += OnPublished;
    }

    /// <summary>Counts the events of a pipeline from now on.</summary>
    public static PipelineNumbers Track(LocalPipeline pipeline) =>
        new(pipeline.Events, () => pipeline.Definition.Current.Definition.StateNames, pipeline.Time);

    /// <summary>The numbers so far.</summary>
    public NumbersSnapshot Read()
    {
        var order = _stateOrder();
        lock (_gate)
        {
            // States that are no longer in the definition come last.
            var names = order.Where(_states.ContainsKey).Concat(_states.Keys.Except(order));
            return new(
                _since,
                _minutes.Read(_time.GetUtcNow()),
                [.. names.Select(name => Summarize(name, _states[name].Values))],
                Percentiles.Summarize(_executions.Values),
                _outcomes.Read());
        }
    }

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
                    _minutes.Add(_time.GetUtcNow(), bytes: stored.Bytes);
                    _instruments.RecordUpload(stored.Bytes);
                    break;
                case ExecutionStarted:
                    _minutes.Add(_time.GetUtcNow(), started: 1);
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
            if (StateVisit.Follow(trace, historyEvent) is { } visit)
            {
                Add(visit);
            }
        }
    }

    private void OnEnded(ExecutionEnded ended)
    {
        if (_traces.Remove(ended.Execution.Name, out var trace))
        {
            foreach (var visit in StateVisit.ListFailed(trace))
            {
                Add(visit);
            }
        }

        // Of a redriven execution only the last run, and of none its wait for a turn.
        var start = ended.Execution.RunTime ?? ended.Execution.RedriveTime ?? ended.Execution.StartTime;
        var duration = (ended.Execution.StopTime ?? _time.GetUtcNow()) - start;
        _minutes.Add(_time.GetUtcNow(), ended: 1);
        _executions.Add(duration.TotalMilliseconds);
        _outcomes.Add(ended.Outcome.Name, ended.Outcome.Reason?.Code);
        _instruments.RecordEnded(ended.Outcome.Name, duration);
        _instruments.AddRunning(-1);
    }

    private void Add(StateVisit visit)
    {
        if (!_states.TryGetValue(visit.State, out var window))
        {
            _states[visit.State] = window = new(SlidingWindow<StateVisit>.DefaultCapacity);
        }

        window.Add(visit);
        _instruments.RecordVisit(visit);
    }

    private static StateNumbers Summarize(string name, IReadOnlyList<StateVisit> visits)
    {
        var (count, p50, p95, p99, max) = Percentiles.Summarize(visits.Select(visit => visit.Duration.TotalMilliseconds));
        return new(name, count, p50, p95, p99, max, visits.Sum(visit => visit.Retries), visits.Count(visit => visit.Failed));
    }
}
