using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

/// <summary>What a Task waits for depends on its Resource. The handler returns what the service, callback or worker reports.</summary>
public sealed class TaskPatternTests
{
    [Theory]
    [InlineData("arn:aws:states:::sqs:sendMessage", "TaskScheduled TaskStarted TaskSucceeded")]
    [InlineData("arn:aws-cn:states:::aws-sdk:dynamodb:getItem", "TaskScheduled TaskStarted TaskSucceeded")]
    [InlineData("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TaskScheduled TaskStarted TaskSubmitted TaskSucceeded")]
    [InlineData("arn:aws:states:::ecs:runTask.sync", "TaskScheduled TaskStarted TaskSubmitted TaskSucceeded")]
    [InlineData("arn:aws:states:::states:startExecution.sync:2", "TaskScheduled TaskStarted TaskSubmitted TaskSucceeded")]
    [InlineData("arn:aws:states:eu-west-1:1:activity:stamp", "ActivityScheduled ActivityStarted ActivitySucceeded")]
    [InlineData("arn:aws:lambda:eu-west-1:1:function:f", "LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded")]
    public async Task EventsDependOnTheIntegrationPattern(string resource, string events)
    {
        var trial = NewTrial(resource, "").On("T", _ => 7);

        JsonAssert.Equal("7", (await trial.RunAsync()).Output);
        Assert.Equal($"ExecutionStarted TaskStateEntered {events} TaskStateExited ExecutionSucceeded", trial.EventTypes);
    }

    [Theory]
    [InlineData("arn:aws:states:::states:startExecution.sync:2", "states", "startExecution.sync:2")]
    [InlineData("arn:aws:states:::aws-sdk:sfn:startExecution", "aws-sdk:sfn", "startExecution")]
    public async Task EventsNameServiceAndAction(string resource, string service, string action)
    {
        var trial = NewTrial(resource, "").On("T", _ => null);

        await trial.RunAsync();

        var details = trial.History.Where(historyEvent => historyEvent.Type.StartsWith("Task", StringComparison.Ordinal) && !historyEvent.Type.StartsWith("TaskState", StringComparison.Ordinal))
            .Select(historyEvent => $"{historyEvent.Details!["resourceType"]} {historyEvent.Details["resource"]}");
        Assert.Equal($"{service} {action}", Assert.Single(details.Distinct()));
    }

    [Theory]
    [InlineData("lambda:invoke.waitForTaskToken")]
    [InlineData("states:startExecution.sync")]
    [InlineData("states:startExecution.sync:2")]
    public async Task TokenIsInTheContextObjectOfATaskThatWaitsForIt(string service)
    {
        var trial = NewTrial("arn:aws:states:::" + service, "\"Parameters\":{\"Payload\":{\"token.$\":\"$$.Task.Token\"}},").On("T", _ => null);

        await trial.RunAsync();

        Assert.NotEmpty(Assert.Single(trial.Calls).Input!["Payload"]!["token"]!.GetValue<string>());
    }

    [Fact]
    public async Task SilentCallbackTimesOut()
    {
        var trial = NewTrial("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "\"HeartbeatSeconds\":5,")
            .On("T", async (_, cancelled) =>
            {
                await System.Threading.Tasks.Task.Delay(Timeout.Infinite, cancelled);
                return null;
            });

        var result = await trial.RunAsync();

        Assert.Equal("States.HeartbeatTimeout", result.Error);
        Assert.EndsWith("TaskSubmitted TaskTimedOut ExecutionFailed", trial.EventTypes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:states:::lambda:invoke", "TaskTimedOut")]
    [InlineData("arn:aws:states:eu-west-1:1:activity:stamp", "ActivityTimedOut")]
    [InlineData("f", "LambdaFunctionTimedOut")]
    public async Task TimeoutReportedByTheHandlerIsATimeout(string resource, string expected)
    {
        var trial = NewTrial(resource, "").On("T", _ => throw new TaskFailedException("States.Timeout", null));

        Assert.Equal("States.Timeout", (await trial.RunAsync()).Error);
        Assert.Equal(expected, trial.History[^2].Type);
    }

    [Fact]
    public async Task RoleOfATaskIsInItsHistory()
    {
        var trial = NewTrial("arn:aws:states:::lambda:invoke", "\"Credentials\":{\"RoleArn.$\":\"$.role\"},").On("T", _ => null);

        await trial.RunAsync("""{"role":"arn:aws:iam::1:role/r"}""");

        Assert.Equal("arn:aws:iam::1:role/r", trial.History[2].Details!["taskCredentials"]!["roleArn"]!.GetValue<string>());
    }

    private static Trial NewTrial(string resource, string fields) =>
        new($$"""{"StartAt":"T","States":{"T":{"Type":"Task",{{fields}}"Resource":"{{resource}}","End":true} } }""");
}
