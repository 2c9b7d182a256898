using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Contracts;

/// <summary>What a history says: visits of states, their attempts and waits, in the execution itself, iterations and branches.</summary>
/// <param name="LastEventId">The last event that it covers; 0 while there is none.</param>
/// <param name="LastEventTime">Time of the latest event; null while there is none.</param>
/// <param name="Periods">When the execution ran: from its start or a redrive to its end.</param>
/// <param name="Scopes">Runs through a list of states. The first is the execution's own; the others are iterations and branches.</param>
/// <param name="Visits">In the order in which their states were entered.</param>
internal sealed record TraceResponse(
    long LastEventId,
    DateTimeOffset? LastEventTime,
    IReadOnlyList<PeriodResponse> Periods,
    IReadOnlyList<ScopeResponse> Scopes,
    IReadOnlyList<VisitResponse> Visits)
{
    public static TraceResponse Of(ExecutionTrace trace)
    {
        var places = trace.Scopes.Select((scope, index) => (scope, index)).ToDictionary(each => each.scope, each => each.index);
        return new(
            trace.LastEventId,
            trace.LastEventAt,
            [.. trace.Periods.Select(period => new PeriodResponse(period.StartedAt, period.EndedAt))],
            [.. trace.Scopes.Select(ScopeResponse.Of)],
            [.. trace.Visits.Select(visit => VisitResponse.Of(visit, places[visit.Scope]))]);
    }
}

/// <param name="StartTime">Its start, or a redrive.</param>
/// <param name="StopTime">Null while it runs.</param>
internal sealed record PeriodResponse(DateTimeOffset StartTime, DateTimeOffset? StopTime);

/// <param name="Kind">What the states are run for.</param>
/// <param name="Index">Which iteration or branch; 0 for the execution.</param>
/// <param name="Owner">Id of the visit of the Map or Parallel that it belongs to; null for the execution.</param>
/// <param name="Attempt">Index of the owner's attempt that it belongs to.</param>
/// <param name="Path">The iterations that it is in, itself included, from the outside in.</param>
/// <param name="StartTime">When it started; null where the execution has not.</param>
/// <param name="StopTime">Null while it is under way.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record ScopeResponse(
    ScopeKind Kind,
    int Index,
    long? Owner,
    int Attempt,
    IReadOnlyList<IterationStep> Path,
    DateTimeOffset? StartTime,
    DateTimeOffset? StopTime,
    VisitOutcome Outcome)
{
    public static ScopeResponse Of(ScopeTrace scope) => new(
        scope.Kind, scope.Index, scope.Owner?.Id, scope.Attempt, scope.Path, scope.StartedAt, scope.EndedAt, scope.Outcome);
}

/// <param name="Id">Id of the event that entered the state, which has the input.</param>
/// <param name="ExitId">Id of the event that left the state, which has the output; null where it was not left.</param>
/// <param name="State">Name of the state.</param>
/// <param name="Type">Type of the state: <c>Task</c>, <c>Map</c>…</param>
/// <param name="Scope">Index of the scope in which it happened.</param>
/// <param name="EnterTime">When the state was entered.</param>
/// <param name="StopTime">When it was left, or ended without that; null while it is open.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Error">Error name, of a failure.</param>
/// <param name="Cause">Text for people.</param>
/// <param name="Retries">Attempts after the first; those that a redrive made are none.</param>
/// <param name="RetryWaitFrom">When the wait for the next retry began; null where it does not wait for one.</param>
/// <param name="Attempts">At a Task's call, a Map's iterations or a Parallel's branches.</param>
/// <param name="Events">Ids of its events, those that start and end its iterations included.</param>
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
    public static VisitResponse Of(VisitTrace visit, int scope) => new(
        visit.Id, visit.Exited?.Id, visit.State, visit.Type, scope, visit.EnteredAt, visit.EndedAt, visit.Outcome, visit.Error, visit.Cause,
        visit.Retries, visit.RetryWaitFrom, [.. visit.Attempts.Select(AttemptResponse.Of)], [.. visit.EventIds]);
}

/// <param name="ScheduleTime">When it was scheduled.</param>
/// <param name="StartTime">Null: it waits for its turn.</param>
/// <param name="StopTime">Null while it is under way.</param>
/// <param name="WaitFrom">When the wait for this retry began; null where the attempt is no retry.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Error">Error name, of a failure.</param>
/// <param name="Redriven">A redrive made it, so it is no retry.</param>
internal sealed record AttemptResponse(
    DateTimeOffset ScheduleTime,
    DateTimeOffset? StartTime,
    DateTimeOffset? StopTime,
    DateTimeOffset? WaitFrom,
    AttemptOutcome Outcome,
    string? Error,
    bool Redriven)
{
    public static AttemptResponse Of(AttemptTrace attempt) => new(
        attempt.ScheduledAt, attempt.StartedAt, attempt.EndedAt, attempt.WaitedFrom, attempt.Outcome, attempt.Error, attempt.IsRedriven);
}

/// <summary>Writes a value of an enumeration by its name in camel case.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
