using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Contracts;

/// <summary>The trace of an execution: visits of states with their attempts and waits, in the execution itself, iterations and branches.</summary>
/// <param name="LastEventId">Id of the last event that the trace covers; 0 if there is none yet.</param>
/// <param name="LastEventTime">Time of the latest event; null if there is none yet.</param>
/// <param name="Periods">When the execution ran: from its start or a redrive to its end.</param>
/// <param name="Scopes">Runs through a list of states. The first is the execution itself; the others are iterations and branches.</param>
/// <param name="Visits">Visits, in the order in which their states were entered.</param>
internal sealed record TraceResponse(
    long LastEventId,
    DateTimeOffset? LastEventTime,
    IReadOnlyList<PeriodResponse> Periods,
    IReadOnlyList<ScopeResponse> Scopes,
    IReadOnlyList<VisitResponse> Visits)
{
    public static TraceResponse From(ExecutionTrace trace)
    {
        var indexes = trace.Scopes.Select((scope, index) => (scope, index)).ToDictionary(entry => entry.scope, entry => entry.index);
        return new(
            trace.LastEventId,
            trace.LastEventAt,
            [.. trace.Periods.Select(period => new PeriodResponse(period.StartedAt, period.EndedAt))],
            [.. trace.Scopes.Select(ScopeResponse.From)],
            [.. trace.Visits.Select(visit => VisitResponse.From(visit, indexes[visit.Scope]))]);
    }
}

/// <param name="StartTime">When the execution started or was redriven.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
internal sealed record PeriodResponse(DateTimeOffset StartTime, DateTimeOffset? StopTime);

/// <param name="Kind">Whether the states run for the execution, an iteration or a branch.</param>
/// <param name="Index">Index of the iteration or branch; 0 for the execution.</param>
/// <param name="Name">What the iteration is about, from the input of its first state; null if that does not say.</param>
/// <param name="Owner">Id of the visit of the Map or Parallel state that it belongs to; null for the execution.</param>
/// <param name="Attempt">Index of the owner's attempt that it belongs to.</param>
/// <param name="Path">The iterations around it, including itself, outermost first.</param>
/// <param name="StartTime">When it started; null if the execution has not started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="Outcome">Its outcome.</param>
internal sealed record ScopeResponse(
    ScopeKind Kind,
    int Index,
    string? Name,
    long? Owner,
    int Attempt,
    IReadOnlyList<IterationStep> Path,
    DateTimeOffset? StartTime,
    DateTimeOffset? StopTime,
    VisitOutcome Outcome)
{
    public static ScopeResponse From(ScopeTrace scope) => new(
        scope.Kind, scope.Index, scope.Name, scope.Owner?.Id, scope.Attempt, scope.Path, scope.StartedAt, scope.EndedAt, scope.Outcome);
}

/// <param name="Id">Id of the event that entered the state, which has the input.</param>
/// <param name="ExitId">Id of the event that left the state, which has the output; null if the state was not left.</param>
/// <param name="State">Name of the state.</param>
/// <param name="Type">Type of the state: <c>Task</c>, <c>Map</c>…</param>
/// <param name="Scope">Index of the scope that the visit belongs to.</param>
/// <param name="EnterTime">When the state was entered.</param>
/// <param name="StopTime">When the state was left, or ended without being left; null while the visit is open.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Error">Error name of a failure.</param>
/// <param name="Cause">Description of a failure.</param>
/// <param name="Retries">Number of attempts after the first, without those that a redrive made.</param>
/// <param name="RetryWaitFrom">When the wait for the next retry started; null if the visit does not wait for one.</param>
/// <param name="Attempts">Attempts to call a Task, or to run a Map's iterations or a Parallel's branches.</param>
/// <param name="Events">Ids of its events, including those that start and end its iterations.</param>
internal sealed record VisitResponse(
    long Id,
    long? ExitId,
    string State,
    string Type,
    int Scope,
    DateTimeOffset EnterTime,
    DateTimeOffset? StopTime,
    VisitOutcome Outcome,
    string? Error,
    string? Cause,
    int Retries,
    DateTimeOffset? RetryWaitFrom,
    IReadOnlyList<AttemptResponse> Attempts,
    IReadOnlyList<long> Events)
{
    public static VisitResponse From(VisitTrace visit, int scope) => new(
        visit.Id, visit.Exited?.Id, visit.State, visit.Type, scope, visit.EnteredAt, visit.EndedAt, visit.Outcome, visit.Error, visit.Cause,
        visit.Retries, visit.RetryWaitFrom, [.. visit.Attempts.Select(AttemptResponse.From)], [.. visit.EventIds]);
}

/// <param name="ScheduleTime">When it was scheduled.</param>
/// <param name="StartTime">When it started; null while it waits for its turn.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="WaitFrom">When the wait for this retry started; null if the attempt is not a retry.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Error">Error name of a failure.</param>
/// <param name="Redriven">Whether a redrive made the attempt, so that it does not count as a retry.</param>
internal sealed record AttemptResponse(
    DateTimeOffset ScheduleTime,
    DateTimeOffset? StartTime,
    DateTimeOffset? StopTime,
    DateTimeOffset? WaitFrom,
    AttemptOutcome Outcome,
    string? Error,
    bool Redriven)
{
    public static AttemptResponse From(AttemptTrace attempt) => new(
        attempt.ScheduledAt, attempt.StartedAt, attempt.EndedAt, attempt.WaitedFrom, attempt.Outcome, attempt.Error, attempt.IsRedriven);
}

/// <summary>Writes an enumeration value as its name in camel case.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
