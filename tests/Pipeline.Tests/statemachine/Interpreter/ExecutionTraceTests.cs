using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

/// <summary>Traces of histories that the interpreter writes, and of histories in files.</summary>
public sealed class ExecutionTraceTests
{
    private static readonly DateTimeOffset Noon = Trial.Noon;

    [Fact]
    public void IterationsHaveTheirOwnVisitsAlthoughTheirEventsAreInterleaved()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("accepted"));

        var resizes = Named(trace, "Resize");
        Assert.Equal(
            Enumerable.Range(0, 5).Select(index => new IterationStep("ResizeAll", index)),
            resizes.Select(visit => Assert.Single(visit.Scope.Path)));
        Assert.All(resizes, visit => Assert.Equal((VisitOutcome.Succeeded, 1), (visit.Outcome, visit.Attempts.Count)));
        Assert.All(trace.Visits, visit => Assert.Equal(VisitOutcome.Succeeded, visit.Outcome));
        Assert.Equal(VisitOutcome.Succeeded, trace.Root.Outcome);
    }

    [Fact]
    public void EveryTaskResultBelongsToItsOwnVisit()
    {
        var history = RecordedHistory.Read("accepted");
        var trace = ExecutionTrace.FromHistory(history);

        var results = history.Where(historyEvent => historyEvent.Type == "TaskSucceeded").Select(historyEvent => historyEvent.Id).ToList();

        Assert.Equal(results.Count, trace.Visits.Count(visit => visit.EventIds.Intersect(results).Count() == 1));
    }

    [Fact]
    public void EveryEventExceptThoseOfTheExecutionBelongsToOneVisit()
    {
        foreach (var name in new[] { "accepted", "corrupt-image", "parallel-and-maps" })
        {
            var history = RecordedHistory.Read(name);
            var trace = ExecutionTrace.FromHistory(history);

            var owned = trace.Visits.SelectMany(visit => visit.EventIds).ToList();

            Assert.Equal(owned.Count, owned.Distinct().Count());
            Assert.All(
                history.Where(historyEvent => !owned.Contains(historyEvent.Id)),
                historyEvent => Assert.StartsWith("Execution", historyEvent.Type, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void CaughtErrorShowsWhereItWasCaughtAndWhereItFailedTheIteration()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("corrupt-image"));

        Assert.All(Named(trace, "Resize"), visit => Assert.Equal(VisitOutcome.Caught, visit.Outcome));
        Assert.All(Named(trace, "RenditionFailed"), visit => Assert.Equal(VisitOutcome.Failed, visit.Outcome));
        var map = Assert.Single(Named(trace, "ResizeAll"));
        Assert.Equal((VisitOutcome.Caught, "CorruptImageException"), (map.Outcome, map.Error));
        Assert.Equal(Enumerable.Repeat(VisitOutcome.Failed, 5), Children(map).Select(child => child.Outcome));
        Assert.Equal(VisitOutcome.Succeeded, Assert.Single(Named(trace, "PersistCorruption")).Outcome);
        Assert.Equal(VisitOutcome.Succeeded, trace.Root.Outcome);
    }

    [Fact]
    public void RetriesOfAParallelAndOfATaskInItAreCountedSeparately()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("parallel-and-maps"));

        var both = Assert.Single(Named(trace, "Both"));
        Assert.Equal(1, both.Retries);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Succeeded], both.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal("B", both.Attempts[0].Error);
        Assert.Equal([1, 1], Named(trace, "Left").Select(visit => visit.Retries));
    }

    [Fact]
    public void ParallelAttemptEndsWithItsBranchSoTheWaitForTheRetryShows()
    {
        var both = Assert.Single(Named(ExecutionTrace.FromHistory(RecordedHistory.Read("parallel-and-maps")), "Both"));

        Assert.Equal(TimeSpan.FromSeconds(2), both.Attempts[1].ScheduledAt - both.Attempts[0].EndedAt);
        Assert.Equal(both.Attempts[0].EndedAt, both.Attempts[1].WaitedFrom);
    }

    [Fact]
    public void OneBranchFailedAndTheOtherWasAbortedBeforeBothSucceeded()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("parallel-and-maps"));

        Assert.Equal(
            [(0, 0, VisitOutcome.Failed), (0, 1, VisitOutcome.Aborted), (1, 0, VisitOutcome.Succeeded), (1, 1, VisitOutcome.Succeeded)],
            Children(Assert.Single(Named(trace, "Both"))).Select(child => (child.Attempt, child.Index, child.Outcome)));
        Assert.Equal([VisitOutcome.Aborted, VisitOutcome.Succeeded], Named(trace, "Pause").Select(visit => visit.Outcome));
    }

    [Fact]
    public void VisitInNestedMapsHasItsFullPath()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("parallel-and-maps"));

        Assert.Equal(
            ["Each 0, Inner 0", "Each 0, Inner 1", "Each 1, Inner 0", "Each 1, Inner 1"],
            Named(trace, "Deep").Select(visit => string.Join(", ", visit.Scope.Path.Select(step => $"{step.Map} {step.Index}"))));
    }

    [Fact]
    public void FailStateHasTheErrorThatTheExecutionEndedWith()
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read("parallel-and-maps"));

        Assert.Equal(VisitOutcome.Caught, Assert.Single(Named(trace, "Last")).Outcome);
        var bad = Assert.Single(Named(trace, "Bad"));
        Assert.Equal((VisitOutcome.Failed, "Bad", "so"), (bad.Outcome, bad.Error, bad.Cause));
        Assert.Equal(VisitOutcome.Failed, trace.Root.Outcome);
    }

    [Fact]
    public async Task RetriesWaitBetweenTheirAttempts()
    {
        var left = 2;
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"a","Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":3,"BackoffRate":2}],"Next":"W"},
              "W":{"Type":"Wait","Seconds":5,"End":true}}}
            """).On("A", _ => left-- > 0 ? throw new TaskFailedException("Busy", "later") : null);
        await trial.RunAsync();

        var trace = ExecutionTrace.FromHistory(trial.History);

        var task = Assert.Single(Named(trace, "A"));
        Assert.Equal(
            [
                (null, 0, 0, AttemptOutcome.Failed, "Busy"), (0, 3, 3, AttemptOutcome.Failed, "Busy"), (3, 9, 9, AttemptOutcome.Succeeded, null),
            ],
            task.Attempts.Select(attempt => (Seconds(attempt.WaitedFrom), Seconds(attempt.ScheduledAt), Seconds(attempt.EndedAt), attempt.Outcome, attempt.Error)));
        Assert.Equal((2, VisitOutcome.Succeeded, null), (task.Retries, task.Outcome, task.Error));
        var wait = Assert.Single(Named(trace, "W"));
        Assert.Equal((9d, 14d, 0), (Seconds(wait.EnteredAt), Seconds(wait.EndedAt), wait.Attempts.Count));
    }

    [Fact]
    public async Task FailedTaskWaitsUntilItsRetryIsScheduled()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"a","Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":3}],"End":true}}}
            """).On("A", _ => throw new TaskFailedException("Busy", "later"));
        await trial.RunAsync();
        var trace = new ExecutionTrace();

        var waits = trial.History.Select(historyEvent =>
        {
            trace.Follow(historyEvent);
            return (historyEvent.Type, trace.Visits is [.., { RetryWaitFrom: not null }]);
        }).ToList();

        // Only the next event, here the end of the execution, shows whether a retry follows the last failure.
        Assert.Equal(4, waits.Count(wait => wait == ("LambdaFunctionFailed", true)));
        Assert.DoesNotContain(waits, wait => wait.Item2 && wait.Type is not "LambdaFunctionFailed");
        var ended = Assert.Single(trace.Visits);
        Assert.Equal(("Busy", VisitOutcome.Failed, null), (ended.Error, ended.Outcome, ended.RetryWaitFrom));
    }

    [Fact]
    public async Task RetriedMapEndsItsFirstAttemptWithItsLastIteration()
    {
        var failures = 1;
        var trial = new Trial("""
            {"StartAt":"M","States":{
              "M":{"Type":"Map","ItemsPath":"$.items","Retry":[{"ErrorEquals":["Bad"],"IntervalSeconds":4}],"End":true,
                "ItemProcessor":{"StartAt":"W","States":{
                  "W":{"Type":"Wait","SecondsPath":"$","Next":"T"},"T":{"Type":"Task","Resource":"t","End":true}}}}}}
            """).On("T", call => call.Input!.GetValue<int>() == 2 && failures-- > 0 ? throw new TaskFailedException("Bad", "once") : null);
        await trial.RunAsync("""{"items":[1,2,9]}""");

        var map = Assert.Single(Named(ExecutionTrace.FromHistory(trial.History), "M"));

        Assert.Equal(
            [(0, 2, AttemptOutcome.Failed, "Bad"), (6, 15, AttemptOutcome.Succeeded, null)],
            map.Attempts.Select(attempt => (Seconds(attempt.ScheduledAt), Seconds(attempt.EndedAt), attempt.Outcome, attempt.Error)));
        Assert.Equal(
            [VisitOutcome.Succeeded, VisitOutcome.Failed, VisitOutcome.Aborted, VisitOutcome.Succeeded, VisitOutcome.Succeeded, VisitOutcome.Succeeded],
            Children(map).Select(child => child.Outcome));
        Assert.Equal((1, VisitOutcome.Succeeded), (map.Retries, map.Outcome));
    }

    [Fact]
    public async Task FailureThatPropagatesThroughSeveralStatesClosesEachOfThem()
    {
        var trial = new Trial("""
            {"StartAt":"Outer","States":{
              "Outer":{"Type":"Parallel","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Z"}],"End":true,"Branches":[
                {"StartAt":"Inner","States":{"Inner":{"Type":"Parallel","End":true,"Branches":[
                  {"StartAt":"Each","States":{"Each":{"Type":"Map","ItemsPath":"$.items","End":true,
                    "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}}}}]}}}]},
              "Z":{"Type":"Pass","End":true}}}
            """).On("T", _ => throw new TaskFailedException("Bad", "deep"));
        await trial.RunAsync("""{"items":[1]}""");

        var trace = ExecutionTrace.FromHistory(trial.History);

        Assert.Equal(
            [("Outer", VisitOutcome.Caught, "Bad"), ("Inner", VisitOutcome.Failed, "Bad"), ("Each", VisitOutcome.Failed, "Bad"), ("T", VisitOutcome.Failed, "Bad"), ("Z", VisitOutcome.Succeeded, null)],
            trace.Visits.Select(visit => (visit.State, visit.Outcome, visit.Error)));
        Assert.Equal(
            ["Outer ParallelStateFailed", "Inner ParallelStateFailed", "Each MapStateFailed"],
            trace.Visits.Take(3).Select(visit => $"{visit.State} {trial.History.Single(historyEvent => visit.EventIds.Contains(historyEvent.Id) && historyEvent.Type.EndsWith("StateFailed", StringComparison.Ordinal)).Type}"));
    }

    [Fact]
    public async Task StoppedExecutionIsAbortedInItsOpenState()
    {
        using var stop = new StopRequest();
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"A"},"A":{"Type":"Task","Resource":"a","End":true}}}""")
            .On("A", async (_, token) =>
            {
                stop.Stop("Operator", "enough");
                await Task.Delay(Timeout.Infinite, token);
                return null;
            });
        await trial.RunAsync("{}", stop);

        var trace = ExecutionTrace.FromHistory(trial.History);

        Assert.Equal([VisitOutcome.Succeeded, VisitOutcome.Aborted], trace.Visits.Select(visit => visit.Outcome));
        Assert.Equal(("Operator", "enough", AttemptOutcome.Aborted), (trace.Visits[1].Error, trace.Visits[1].Cause, trace.Visits[1].Attempts[0].Outcome));
        Assert.Equal(VisitOutcome.Aborted, trace.Root.Outcome);
        Assert.Null(trace.Visits[1].FailedAt);
    }

    [Fact]
    public void StopThatFollowsNoEventEndsTheExecution()
    {
        var beginning = RecordedHistory.Read("accepted").Take(6).ToList();
        var aborted = new HistoryEvent(7, 0, beginning[^1].Timestamp.AddSeconds(1), "ExecutionAborted", new JsonObject { ["cause"] = "enough" });

        var trace = ExecutionTrace.FromHistory([.. beginning, aborted]);

        Assert.Equal((VisitOutcome.Aborted, "enough"), (trace.Visits[^1].Outcome, trace.Visits[^1].Cause));
    }

    [Fact]
    public void RunningExecutionHasOpenStatesUntilTheyAreExited()
    {
        var history = RecordedHistory.Read("accepted");

        var waiting = ExecutionTrace.FromHistory(history.Take(5)).Visits[^1];
        Assert.Equal((AttemptOutcome.Waiting, null), (waiting.Attempts[0].Outcome, waiting.Attempts[0].StartedAt));
        Assert.Equal(VisitOutcome.Running, Assert.Single(Named(ExecutionTrace.FromHistory(history.Take(6)), "Validate")).Outcome);

        var inMap = ExecutionTrace.FromHistory(history.Take(40));
        Assert.Equal(VisitOutcome.Running, Assert.Single(Named(inMap, "ResizeAll")).Outcome);
        Assert.Contains(Named(inMap, "Resize"), visit => visit.Outcome == VisitOutcome.Running);
        Assert.Equal(VisitOutcome.Succeeded, Named(inMap, "Resize")[4].Outcome);

        var nothing = ExecutionTrace.FromHistory([]);
        Assert.Empty(nothing.Visits);
        Assert.Equal((0, VisitOutcome.Running, null), (nothing.LastEventId, nothing.Root.Outcome, nothing.LastEventAt));
    }

    [Fact]
    public async Task RedriveReopensUnsuccessfulVisitsAndContinuesInThem()
    {
        var isRepaired = false;
        var trial = new Trial("""
            {"StartAt":"M","States":{
              "M":{"Type":"Map","ItemsPath":"$.items","End":true,"ItemProcessor":{"StartAt":"W","States":{
                "W":{"Type":"Wait","SecondsPath":"$","Next":"T"},
                "T":{"Type":"Task","Resource":"t","Retry":[{"ErrorEquals":["Bad"],"IntervalSeconds":1,"MaxAttempts":1}],"End":true}}}}}}
            """).On("T", call => isRepaired || call.Input!.GetValue<int>() == 1 ? null : throw new TaskFailedException("Bad", "still"));
        const string input = """{"items":[1,2,9]}""";
        await trial.RunAsync(input);
        var failed = trial.History;
        isRepaired = true;
        await trial.RedriveAsync(failed, input);
        var again = trial.History;

        var first = ExecutionTrace.FromHistory(failed);
        Assert.Equal([VisitOutcome.Succeeded, VisitOutcome.Failed], Named(first, "T").Select(visit => visit.Outcome));
        Assert.Equal([VisitOutcome.Succeeded, VisitOutcome.Succeeded, VisitOutcome.Aborted], Named(first, "W").Select(visit => visit.Outcome));
        Assert.Equal((VisitOutcome.Failed, "Bad"), (first.Visits[0].Outcome, first.Visits[0].Error));

        var opened = ExecutionTrace.FromHistory(again.Take(failed.Count + 1));
        Assert.Equal([VisitOutcome.Succeeded, VisitOutcome.Running], Named(opened, "T").Select(visit => visit.Outcome));
        Assert.Equal((VisitOutcome.Running, VisitOutcome.Running), (opened.Visits[0].Outcome, opened.Root.Outcome));

        var ended = ExecutionTrace.FromHistory(again);
        Assert.Equal([(1, 0), (3, 1), (1, 0)], Named(ended, "T").Select(visit => (visit.Attempts.Count, visit.Retries)));
        Assert.All(ended.Visits, visit => Assert.Equal((VisitOutcome.Succeeded, null), (visit.Outcome, visit.Error)));
        Assert.Equal(first.Visits.Count + 1, ended.Visits.Count);
        Assert.Equal(
            again.Where(historyEvent => !historyEvent.Type.StartsWith("Execution", StringComparison.Ordinal)).Select(historyEvent => historyEvent.Id),
            ended.Visits.SelectMany(visit => visit.EventIds).Order());
        Assert.Equal((true, null), (Named(ended, "T")[1].Attempts[2].IsRedriven, Named(ended, "T")[1].Attempts[2].WaitedFrom));
        Assert.Equal((1, 0, VisitOutcome.Succeeded), (ended.RedriveCount, ended.Visits[0].Retries, ended.Root.Outcome));
        Assert.Equal([(0d, 3d), (3d, 9d)], ended.Periods.Select(period => (Seconds(period.StartedAt)!.Value, Seconds(period.EndedAt)!.Value)));
    }

    [Fact]
    public void TraceThatStartsInTheMiddleHasOnlyLaterVisits()
    {
        var history = RecordedHistory.FromLines(
        [
            ("TaskStarted", 10, 0, null),
            ("TaskStateExited", 21, 1, """{"name":"T"}"""),
            ("PassStateEntered", 22, 1, """{"name":"P"}"""),
            ("TaskStarted", 11, 2, null),
            ("PassStateExited", 23, 3, """{"name":"P"}"""),
            ("MapIterationSucceeded", 25, 3, """{"name":"M","index":0}"""),
            ("MapStateSucceeded", 26, 3, null),
            ("MapStateExited", 26, 3, """{"name":"M"}"""),
            ("PassStateEntered", 28, 3, """{"name":"Q"}"""),
        ], after: 20);

        var trace = ExecutionTrace.FromHistory(history);

        Assert.Equal([("P", VisitOutcome.Succeeded), ("Q", VisitOutcome.Running)], trace.Visits.Select(visit => (visit.State, visit.Outcome)));
        Assert.Equal([23L, 25L], trace.Visits[0].EventIds);
    }

    [Fact]
    public void HistoryOfTensOfThousandsOfEventsIsReadInOnePass()
    {
        const int iterations = 10_000;
        var lines = new List<(string, long, double, string?)>
        {
            ("ExecutionStarted", 0, 0, null), ("MapStateEntered", 1, 0, """{"name":"M"}"""), ("MapStateStarted", 2, 0, null),
        };
        for (var index = 0; index < iterations; index++)
        {
            var started = lines.Count + 1;
            lines.Add(("MapIterationStarted", 3, index, $$"""{"name":"M","index":{{index}}}"""));
            lines.Add(("TaskStateEntered", started, index, """{"name":"T"}"""));
            lines.Add(("TaskScheduled", started + 1, index, null));
            lines.Add(("TaskStarted", started + 2, index, null));
            lines.Add(("TaskFailed", started + 3, index, """{"error":"E"}"""));
            lines.Add(("TaskStateExited", started + 4, index, """{"name":"T"}"""));
            lines.Add(("MapIterationSucceeded", started + 5, index, $$"""{"name":"M","index":{{index}}}"""));
        }

        lines.Add(("MapStateSucceeded", lines.Count, iterations, null));
        lines.Add(("MapStateExited", lines.Count - 1, iterations, """{"name":"M"}"""));
        lines.Add(("ExecutionSucceeded", lines.Count, iterations, null));
        var history = RecordedHistory.FromLines(lines);
        var clock = Stopwatch.StartNew();

        var trace = ExecutionTrace.FromHistory(history);

        // It usually takes a fifth of a second. A quadratic algorithm would take a minute.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{history.Count} events took {clock.Elapsed}");
        Assert.Equal((iterations + 1, iterations + 1, VisitOutcome.Succeeded), (trace.Visits.Count, trace.Scopes.Count, trace.Root.Outcome));
        Assert.Equal(iterations, trace.Visits.Count(visit => visit.Outcome == VisitOutcome.Caught));
    }

    private static IReadOnlyList<VisitTrace> Named(ExecutionTrace trace, string state) => [.. trace.Visits.Where(visit => visit.State == state)];

    private static IEnumerable<ScopeTrace> Children(VisitTrace visit) => visit.Attempts.SelectMany(attempt => attempt.Children);

    private static double? Seconds(DateTimeOffset? at) => (at - Noon)?.TotalSeconds;
}
