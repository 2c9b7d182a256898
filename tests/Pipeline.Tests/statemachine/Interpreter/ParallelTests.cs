using Pipeline.Interpreter.Executions;

namespace Pipeline.Tests.Interpreter;

public sealed class ParallelTests
{
    [Fact]
    public async Task BranchesReceiveTheInputAndTheirOutputsKeepTheOrder()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Parameters":{"x.$":"$.a"},"ResultSelector":{"first.$":"$[0]","second.$":"$[1].x"},"ResultPath":"$.r",
              "Branches":[
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"Next":"P"},"P":{"Type":"Pass","Result":"slow","End":true}}},
                {"StartAt":"Q","States":{"Q":{"Type":"Pass","End":true}}}]}}}
            """);

        JsonAssert.Equal("""{"a":1,"r":{"first":"slow","second":1}}""", (await trial.RunAsync("""{"a":1}""")).Output);
        Assert.EndsWith("ParallelStateSucceeded ParallelStateExited ExecutionSucceeded", trial.EventTypes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BranchThatFailsAbortsTheOthersAndCanBeCaught()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{
              "B":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["Bad"],"Next":"C"}],
                "Branches":[
                  {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":500,"End":true}}},
                  {"StartAt":"S","States":{"S":{"Type":"Wait","Seconds":5,"Next":"F"},"F":{"Type":"Fail","Error":"Bad","Cause":"c"}}}]},
              "C":{"Type":"Pass","End":true}}}
            """);

        JsonAssert.Equal("""{"Error":"Bad","Cause":"c"}""", (await trial.RunAsync()).Output);
        Assert.Equal(Trial.Noon.AddSeconds(5), trial.History[^1].Timestamp);
        Assert.EndsWith(
            "FailStateEntered WaitStateAborted ParallelStateFailed ParallelStateExited PassStateEntered PassStateExited ExecutionSucceeded",
            trial.EventTypes,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task RuntimeErrorInABranchIsNotCaught()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{
              "B":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],
                "Branches":[{"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.gone","End":true}}}]},
              "C":{"Type":"Pass","End":true}}}
            """);

        var result = await trial.RunAsync();

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal("States.Runtime", result.Error);
    }

    /// <summary>As in AWS, no enclosing state fails or aborts first.</summary>
    [Fact]
    public async Task RuntimeErrorEndsTheExecutionAtOnce()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{
              "B":{"Type":"Parallel","End":true,"Branches":[
                {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemsPath":"$.l","ItemProcessor":{"StartAt":"P","States":{
                  "P":{"Type":"Pass","InputPath":"$.gone","End":true}}}}}},
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":9,"End":true}}}]}}}
            """);

        var result = await trial.RunAsync("""{"l":[1]}""");

        Assert.StartsWith("An error occurred while executing the state 'P' (entered at the event id #", result.Cause, StringComparison.Ordinal);
        Assert.Equal(
            "ExecutionStarted ParallelStateEntered ParallelStateStarted MapStateEntered WaitStateEntered MapStateStarted "
            + "MapIterationStarted PassStateEntered ExecutionFailed",
            trial.EventTypes);
    }
}
