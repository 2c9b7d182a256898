using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class DistributedMapTests
{
    private const string Processor = "\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"DISTRIBUTED\",\"ExecutionType\":\"STANDARD\"},\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"t\",\"End\":true}}}";

    private const string Retry = "\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"MaxAttempts\":1}],";

    [Fact]
    public async Task HistoryHasTheMapRunAndNothingOfItsChildren()
    {
        var trial = Map("\"ItemSelector\":{\"n.$\":\"$$.Map.Item.Value\"},").On("T", call => call.Input!["n"]!.DeepClone());

        var result = await trial.RunAsync("[1,2]");

        JsonAssert.Equal("[1,2]", result.Output);
        Assert.Equal(
            "ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunSucceeded MapStateSucceeded MapStateExited ExecutionSucceeded",
            trial.EventTypes);
        Assert.Equal(
            "arn:aws:states:eu-central-1:123456789012:mapRun:trial/M:run-1-2", trial.History[3].Details!["mapRunArn"]!.GetValue<string>());
    }

    [Fact]
    public async Task ChildHasItsOwnExecution()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Assign":{"x":1},"Next":"M"},
              "M":{"Type":"Map","Label":"L","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"P","States":{
                "P":{"Type":"Pass","Assign":{"x":2},"Parameters":{"id.$":"$$.Execution.Id","input.$":"$$.Execution.Input"},"End":true}}}}}}
            """);

        JsonAssert.Equal(
            """[{"id":"arn:aws:states:eu-central-1:123456789012:execution:trial/L:run-1-4-0","input":7}]""", (await trial.RunAsync("[7]")).Output);
    }

    [Fact]
    public async Task FailedChildExceedsTheThresholdAndCanBeCaught()
    {
        var trial = Map("\"Retry\":[{\"ErrorEquals\":[\"States.ExceedToleratedFailureThreshold\"],\"MaxAttempts\":1}],\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"C\"}],")
            .On("T", _ => throw new InvalidOperationException());

        JsonAssert.Equal(
            """{"Error":"States.ExceedToleratedFailureThreshold","Cause":"The specified tolerated failure threshold was exceeded"}""",
            (await trial.RunAsync("[1]")).Output);
        Assert.Equal(
            "ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunFailed MapStateStarted MapRunStarted MapRunFailed "
            + "MapStateFailed MapStateExited PassStateEntered PassStateExited ExecutionSucceeded",
            trial.EventTypes);
    }

    [Fact]
    public async Task RuntimeErrorEndsOnlyTheChildAndCountsAsAFailure()
    {
        var trial = new Trial("""
            {"StartAt":"M","States":{"M":{"Type":"Map","ToleratedFailureCount":1,"End":true,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"P","States":{"P":{"Type":"Pass","OutputPath":"$.a","End":true}}}}}}
            """);

        JsonAssert.Equal("[1]", (await trial.RunAsync("""[{"a":1},{}]""")).Output);
        Assert.Equal("States.ExceedToleratedFailureThreshold", (await trial.RunAsync("[{},{}]")).Error);
    }

    [Fact]
    public async Task MapRunInterruptedByACrashRestartsUnderTheSameNames()
    {
        var (first, second) = (Map("").On("T", _ => 1), Map("").On("T", _ => 1));
        await first.RunAsync("[1,2]");

        var result = await second.ResumeAsync([.. first.History.Take(4)], "[1,2]");

        JsonAssert.Equal("[1,1]", result.Output);
        // Children run concurrently, so the order of their calls is not guaranteed.
        Assert.Equal(first.Calls.Select(call => call.IdempotencyToken).Order(), second.Calls.Select(call => call.IdempotencyToken).Order());
        Assert.Equal(2, first.Calls.Select(call => call.IdempotencyToken).Distinct().Count());
    }

    [Fact]
    public async Task FailedMapRunIsNotRepeatedWhenItsRetryResumes()
    {
        var (first, second) = (Map(Retry).On("T", Fail), Map(Retry).On("T", Fail));
        await first.RunAsync("[1]");

        await second.ResumeAsync([.. first.History.Take(5)], "[1]");

        Assert.Equal("MapRunFailed", first.History[4].Type);
        Assert.Single(second.Calls);
        Assert.Equal(first.EventTypes, string.Join(' ', first.History.Take(5).Concat(second.History).Select(historyEvent => historyEvent.Type)));

        static JsonNode? Fail(TaskInvocation call) => throw new InvalidOperationException();
    }

    [Fact]
    public async Task FailedMapRunIsRedrivenAsAWhole()
    {
        var (first, second) = (Map("").On("T", _ => throw new InvalidOperationException()), Map("").On("T", _ => 1));
        await first.RunAsync("[1,2]");

        JsonAssert.Equal("[1,1]", (await second.RedriveAsync(first.History, "[1,2]")).Output);
    }

    private static Trial Map(string fields) => new($$"""
        {"StartAt":"M","States":{"M":{"Type":"Map",{{fields}}{{Processor}},"End":true}
          {{(fields.Contains("Catch", StringComparison.Ordinal) ? ",\"C\":{\"Type\":\"Pass\",\"End\":true}" : "")}} } }
        """);
}
