using System.Diagnostics;
using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Telemetry;

/// <summary>Writes the spans of one run of an execution. Attributes follow OpenTelemetry's semantic conventions where there are any.</summary>
internal sealed class ExecutionSpanTree
{
    private readonly ActivitySource _source;
    private readonly ActivityContext _root;
    private readonly DateTimeOffset _begin;
    private readonly DateTimeOffset _end;
    private readonly Dictionary<(long Visit, int Attempt), ActivityContext> _attempts = [];

    private ExecutionSpanTree(ActivitySource source, ActivityContext root, DateTimeOffset begin, DateTimeOffset end) =>
        (_source, _root, _begin, _end) = (source, root, begin, end);

    /// <param name="source">Takes the spans.</param>
    /// <param name="ended">The end of the execution.</param>
    /// <param name="trace">Its history. Of a redriven execution, only what happened since the redrive is written.</param>
    public static void Write(ActivitySource source, ExecutionEnded ended, ExecutionTrace trace)
    {
        var (execution, outcome) = (ended.Execution, ended.Outcome);
        var begin = execution.RedriveTime ?? execution.StartTime;
        var end = execution.StopTime ?? trace.LastEventAt ?? begin;
        using var root = source.StartActivity(
            ActivityKind.Internal, parentContext: default, startTime: begin, name: execution.StateMachineArn[(execution.StateMachineArn.LastIndexOf(':') + 1)..]);
        if (root is null)
        {
            // Nobody listens, or the sampler leaves this one out.
            return;
        }

        DescribeExecution(root, execution, outcome);
        if (root.IsAllDataRequested)
        {
            new ExecutionSpanTree(source, root.Context, begin, end).WriteVisits(trace);
        }

        SetEnd(root, begin, end);
    }

    private static void DescribeExecution(Activity root, ExecutionRecord execution, ImageOutcome outcome)
    {
        root.SetTag("aws.step_functions.state_machine.arn", execution.StateMachineArn);
        root.SetTag("pipeline.execution.arn", execution.Arn);
        root.SetTag("pipeline.execution.status", execution.Status.ToText());
        root.SetTag("pipeline.execution.redrive_count", execution.RedriveCount);
        root.SetTag("pipeline.execution.wait", execution.Waited?.TotalSeconds);
        root.SetTag("pipeline.outcome", outcome.Name);
        root.SetTag("pipeline.outcome.reason", outcome.Reason?.Code);
        if (execution.ImageId is { } image && image.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
        {
            root.SetTag("aws.s3.bucket", image[..slash]);
            root.SetTag("aws.s3.key", image[(slash + 1)..]);
        }

        if (execution.Status != RecordedStatus.Succeeded)
        {
            SetError(root, execution.Error ?? execution.Status.ToText(), execution.Cause);
        }
    }

    /// <summary>In the order in which the states were entered: a Map comes before what is inside it.</summary>
    private void WriteVisits(ExecutionTrace trace)
    {
        foreach (var visit in trace.Visits)
        {
            for (var index = 0; index < visit.Attempts.Count; index++)
            {
                var attempt = visit.Attempts[index];
                var isFailed = attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut;
                WriteAttempt(
                    visit, index, attempt.ScheduledAt, attempt.EndedAt ?? visit.EndedAt, attempt.Outcome.ToString(),
                    isFailed ? attempt.Error ?? attempt.Outcome.ToString() : null, attempt.Cause);
            }

            if (visit.Attempts.Count == 0)
            {
                WriteAttempt(
                    visit, 0, visit.EnteredAt, visit.EndedAt, visit.Outcome.ToString(),
                    visit.Outcome == VisitOutcome.Failed ? visit.Error ?? visit.Outcome.ToString() : null, visit.Cause);
            }
        }
    }

    /// <param name="visit">The visit of the state.</param>
    /// <param name="index">Index of the attempt.</param>
    /// <param name="from">Its start.</param>
    /// <param name="until">Its end; null if the execution ended first.</param>
    /// <param name="outcome">Its outcome. What was stopped because something else failed is no error of its own.</param>
    /// <param name="error">Its error; null if it did not fail.</param>
    /// <param name="cause">Cause of the error.</param>
    private void WriteAttempt(VisitTrace visit, int index, DateTimeOffset from, DateTimeOffset? until, string outcome, string? error, string? cause)
    {
        var end = until ?? _end;
        if (end < _begin)
        {
            // Before a redrive.
            return;
        }

        var start = from < _begin ? _begin : from;
        var parent = visit.Scope.Owner is { } owner && _attempts.TryGetValue((owner.Id, visit.Scope.Attempt), out var outer) ? outer : _root;
        using var span = _source.StartActivity(ActivityKind.Internal, parent, startTime: start, name: visit.State);
        if (span is null)
        {
            return;
        }

        _attempts[(visit.Id, index)] = span.Context;
        span.SetTag("pipeline.state.name", visit.State);
        span.SetTag("pipeline.state.type", visit.Type);
        span.SetTag("pipeline.state.attempt", index + 1);
        span.SetTag("pipeline.state.outcome", JsonNamingPolicy.CamelCase.ConvertName(outcome));
        if (visit.Scope.Path is [.., var iteration])
        {
            span.SetTag("pipeline.map.index", iteration.Index);
            span.SetTag("pipeline.map.item", FindIterationName(visit.Scope));
        }

        if (error is not null)
        {
            SetError(span, error, cause);
        }

        SetEnd(span, start, end);
    }

    /// <summary>Name of the innermost iteration, for example the rendition; null if it has none.</summary>
    private static string? FindIterationName(ScopeTrace scope)
    {
        for (var inner = scope; inner is not null; inner = inner.Owner?.Scope)
        {
            if (inner.Kind == ScopeKind.Iteration)
            {
                return inner.Name;
            }
        }

        return null;
    }

    private static void SetError(Activity span, string error, string? cause)
    {
        span.SetTag("error.type", error);
        span.SetStatus(ActivityStatusCode.Error, LambdaCause.MessageOf(cause) is { Length: > 0 } message ? message : error);
    }

    /// <summary>A clock that was set back must not make the end come first.</summary>
    private static void SetEnd(Activity span, DateTimeOffset start, DateTimeOffset end) => span.SetEndTime((end < start ? start : end).UtcDateTime);
}
