using Pipeline.Infra.Dashboards;

namespace Pipeline.Infra.Components;

/// <summary>The two rows of the dashboard about one function.</summary>
internal static class FunctionGraphs
{
    public static void Add(DashboardBody body, PipelineFunction function)
    {
        var name = function.FunctionName;
        body.AddRow(
            new Graph($"{name}: calls", [Metric("Invocations", "Sum", "Invocations")]),
            new Graph($"{name}: errors and success rate (%)",
            [
                Metric("Errors", "Sum", "Errors") with { Id = "errors" },
                Metric("Invocations", "Sum", "Invocations") with { Id = "calls" },
                new GraphExpression("100 - 100 * errors / MAX([errors, calls])", "success rate"),
            ]),
            new Graph($"{name}: concurrency", [Metric("ConcurrentExecutions", "Maximum", "ConcurrentExecutions"), Metric("Throttles", "Sum", "Throttles")]));
        body.AddRow(
            new Graph($"{name}: duration (ms)",
                [Metric("Duration", "Minimum", "minimum"), Metric("Duration", "Average", "average"), Metric("Duration", "Maximum", "maximum"), Metric("Duration", "p99", "p99")])
            {
                Threshold = ("alarm", PipelineAlarms.GetDurationThreshold(function)),
            },
            // CloudWatch has no metric of it. Lambda reports it at the end of the first call.
            new LogGraph($"{name}: INIT or restore before the first call (ms)", function.LogGroup,
                "filter type = \"platform.report\"",
                "fields coalesce(record.metrics.initDurationMs, record.metrics.restoreDurationMs) as init",
                "filter ispresent(init)",
                "stats avg(init) as average, max(init) as maximum by bin(5m)"));

        GraphMetric Metric(string metric, string statistic, string label) => new("AWS/Lambda", metric, [("FunctionName", name)], statistic, label);
    }
}
