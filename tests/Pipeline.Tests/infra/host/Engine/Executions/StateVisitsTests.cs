using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Tests.Interpreter;

namespace Pipeline.Tests.Host.Engine.Executions;

/// <summary>Visits found in histories that the interpreter wrote, in virtual time.</summary>
public sealed class StateVisitsTests
{
    [Fact]
    public async Task RetriesAndTheirWaitsArePartOfAVisit()
    {
        var left = 2;
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"a","Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":3,"BackoffRate":1}],"Next":"W"},
              "W":{"Type":"Wait","Seconds":5,"Next":"Done"},
              "Done":{"Type":"Succeed"}}}
            """).On("A", _ => left-- > 0 ? throw new TaskFailedException("Busy", "later") : null);

        Assert.Equal(
            [Visit("A", 6, retries: 2), Visit("W", 5), Visit("Done", 0)],
            await VisitsAsync(trial));
    }

    [Fact]
    public async Task StatesOfIterationsHaveTheirOwnVisits()
    {
        var trial = new Trial("""
            {"StartAt":"M","States":{
              "M":{"Type":"Map","ItemsPath":"$.items","Next":"Z","ItemProcessor":{"StartAt":"W","States":{
                "W":{"Type":"Wait","SecondsPath":"$","Next":"P"},"P":{"Type":"Pass","End":true}}}},
              "Z":{"Type":"Pass","End":true}}}
            """);

        var visits = await VisitsAsync(trial, """{"items":[1,2,4]}""");

        Assert.Equal(
            [Visit("M", 4), Visit("P", 0), Visit("P", 0), Visit("P", 0), Visit("W", 1), Visit("W", 2), Visit("W", 4), Visit("Z", 0)],
            visits.OrderBy(visit => visit.State, StringComparer.Ordinal).ThenBy(visit => visit.Duration));
    }

    [Fact]
    public async Task VisitWhoseErrorWasCaughtCountsAsFailed()
    {
        var trial = new Trial("""
            {"StartAt":"M","States":{
              "M":{"Type":"Map","ItemsPath":"$.items","Retry":[{"ErrorEquals":["Bad"],"IntervalSeconds":2,"MaxAttempts":1}],
                "Catch":[{"ErrorEquals":["States.ALL"],"Next":"F"}],"Next":"F","ItemProcessor":{"StartAt":"T","States":{
                  "T":{"Type":"Task","Resource":"t","Catch":[{"ErrorEquals":["States.ALL"],"Next":"X"}],"End":true},
                  "X":{"Type":"Fail","Error":"Bad"}}}},
              "F":{"Type":"Fail","Error":"Never"}}}
            """).On("T", _ => throw new TaskFailedException("Bad", "bad"));

        var visits = await VisitsAsync(trial, """{"items":[1]}""");

        Assert.Equal(
            [
                Visit("F", 0, failed: true), Visit("M", 2, retries: 1, failed: true), Visit("T", 0, failed: true), Visit("T", 0, failed: true),
                Visit("X", 0, failed: true), Visit("X", 0, failed: true),
            ],
            visits.OrderBy(visit => visit.State, StringComparer.Ordinal));
    }

    [Fact]
    public async Task VisitWhoseErrorWasNotCaughtCountsAsFailed()
    {
        var trial = new Trial("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"a","Retry":[{"ErrorEquals":["Bad"],"IntervalSeconds":3,"MaxAttempts":1}],"End":true}}}""")
            .On("A", _ => throw new TaskFailedException("Bad", "bad"));

        Assert.Equal([Visit("A", 3, retries: 1, failed: true)], await VisitsAsync(trial));
    }

    [Fact]
    public async Task AbortedVisitDoesNotCountAsFailed()
    {
        using var stop = new StopRequest();
        var trial = new Trial("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"a","End":true}}}""")
            .On("A", _ =>
            {
                stop.Stop();
                return null;
            });
        await trial.RunAsync("{}", stop);

        Assert.DoesNotContain(Follow(trial.History), visit => visit.Failed);
    }

    [Fact]
    public async Task TraceThatStartsInMidHistoryHasOnlyTheVisitsThatStartedSince()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"Q"},"Q":{"Type":"Pass","End":true}}}""");
        await trial.RunAsync();

        Assert.Equal([Visit("Q", 0)], Follow([.. trial.History.Skip(2)]));
    }

    private static StateVisit Visit(string state, double seconds, int retries = 0, bool failed = false) =>
        new(state, TimeSpan.FromSeconds(seconds), retries, failed);

    private static async Task<IReadOnlyList<StateVisit>> VisitsAsync(Trial trial, string input = "{}")
    {
        await trial.RunAsync(input);
        return Follow(trial.History);
    }

    private static List<StateVisit> Follow(IReadOnlyList<HistoryEvent> history)
    {
        var trace = new ExecutionTrace();
        var visits = history.Select(historyEvent => StateVisits.Follow(trace, historyEvent)).OfType<StateVisit>().ToList();
        return [.. visits, .. StateVisits.ListFailed(trace)];
    }
}
