using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class RedriveTests
{
    private const string Machine = """
        {"StartAt":"A","States":{
          "A":{"Type":"Task","Resource":"a","Assign":{"kept":7},"Next":"M"},
          "M":{"Type":"Map","ItemsPath":"$","MaxConcurrency":3,"Next":"Z","ItemProcessor":{"StartAt":"T","States":{
            "T":{"Type":"Task","Resource":"t","Retry":[{"ErrorEquals":["Bad"],"MaxAttempts":1}],"Next":"P"},
            "P":{"Type":"Pass","Parameters":{"n.$":"$","kept.$":"$kept"},"End":true}}}},
          "Z":{"Type":"Pass","Parameters":{"all.$":"$","redrives.$":"$$.Execution.RedriveCount"},"End":true}}}
        """;

    [Fact]
    public async Task OnlyUnsuccessfulStatesRunAgain()
    {
        var (first, second) = (NewTrial(failingItem: 2), NewTrial(failingItem: 0));
        Assert.Equal("Bad", (await first.RunAsync()).Error);

        var result = await second.RedriveAsync(first.History);

        JsonAssert.Equal("""{"all":[{"n":1,"kept":7},{"n":2,"kept":7},{"n":3,"kept":7}],"redrives":1}""", result.Output);
        Assert.Equal(["T", "T"], second.Calls.Select(call => call.StateName));
        Assert.Equal([2, 3], second.Calls.Select(call => call.Input!.GetValue<int>()).Order());
        Assert.Equal("ExecutionRedriven", second.History[0].Type);
        JsonAssert.Equal("""{"redriveCount":1}""", second.History[0].Details);
        Assert.DoesNotContain(second.History, historyEvent => historyEvent.Type is "MapStateEntered" or "MapStateStarted" or "MapIterationStarted");
    }

    [Fact]
    public async Task RedriveResetsRetriesAndCanBeRepeated()
    {
        var (first, second, third) = (NewTrial(failingItem: 2), NewTrial(failingItem: 2), NewTrial(failingItem: 0));
        await first.RunAsync();

        await second.RedriveAsync(first.History);
        var result = await third.RedriveAsync([.. first.History, .. second.History]);

        Assert.Equal(2, second.Calls.Count(call => call.Input!.GetValue<int>() == 2));
        Assert.Equal(2, result.Output!["redrives"]!.GetValue<int>());
        Assert.Equal(3, result.Output["all"]!.AsArray().Count);
    }

    [Fact]
    public async Task RedriveInterruptedByACrashIsResumed()
    {
        var (first, second) = (NewTrial(failingItem: 2), NewTrial(failingItem: 0));
        await first.RunAsync();
        await second.RedriveAsync(first.History);

        for (var length = 1; length < second.History.Count; length++)
        {
            var third = NewTrial(failingItem: 0);
            var result = await third.ResumeAsync([.. first.History, .. second.History.Take(length)]);

            Assert.True(result.Status == ExecutionStatus.Succeeded, $"after {length}: {result.Error} {result.Cause}");
            Assert.Equal(3, result.Output!["all"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task TaskThatFailedIsScheduledAgainWithoutBeingEnteredAgain()
    {
        const string One = """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}""";
        var first = new Trial(One).On("T", _ => throw new TaskFailedException("Bad", null));
        await first.RunAsync();
        var second = new Trial(One).On("T", _ => "fine");

        JsonAssert.Equal("\"fine\"", (await second.RedriveAsync(first.History)).Output);

        Assert.Equal(
            "ExecutionRedriven LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded TaskStateExited ExecutionSucceeded",
            second.EventTypes);
        Assert.Equal(first.History[^1].Id + 1, second.History[0].Id);
    }

    [Fact]
    public async Task SucceededOrRunningExecutionIsNotRedriven()
    {
        var trial = new Trial("""{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}""");
        await trial.RunAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.RedriveAsync(trial.History));
        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.RedriveAsync([.. trial.History.Take(2)]));
    }

    private static Trial NewTrial(int failingItem)
    {
        var trial = new Trial(Machine).On("A", _ => JsonNode.Parse("[1,2,3]"));
        return trial.On("T", async (call, token) =>
        {
            var number = call.Input!.GetValue<int>();
            await Task.Delay(TimeSpan.FromSeconds(number == 3 ? 60 : number), trial.Time, token);
            return number == failingItem ? throw new TaskFailedException("Bad", null) : number;
        });
    }

    [Fact]
    public async Task RedriveContinuesInsideTheBranchThatFailed()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"P","States":{
                "P":{"Type":"Pass","Parameters":{"again.$":"$$.Execution.RedriveTime"},"Next":"Q"},
                "Q":{"Type":"Pass","Result":1,"End":true}}}}}},
              {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":9,"End":true}}}]}}}
            """);
        Assert.Equal("States.Runtime", (await trial.RunAsync("[1,2]")).Error);

        var result = await trial.RedriveAsync(trial.History, "[1,2]");

        JsonAssert.Equal("[[1,1],[1,2]]", result.Output);
    }
}
