using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class RetryTests
{
    [Fact]
    public async Task DelayGrowsByBackoffRateUpToTheCap()
    {
        var trial = Failing("""[{"ErrorEquals":["Busy"],"IntervalSeconds":2,"BackoffRate":3,"MaxAttempts":5,"MaxDelaySeconds":30}]""");

        var result = await trial.RunAsync();

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal([2, 6, 18, 30, 30], Delays(trial).Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task DefaultsAreOneSecondThreeAttemptsAndDoubling()
    {
        var trial = Failing("""[{"ErrorEquals":["Busy"]}]""");

        await trial.RunAsync();

        Assert.Equal([1, 2, 4], Delays(trial).Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task FullJitterStaysBelowTheDelayAndRepeatsWithItsSeed()
    {
        const string Retry = """[{"ErrorEquals":["Busy"],"IntervalSeconds":10,"BackoffRate":2,"MaxAttempts":8,"MaxDelaySeconds":60,"JitterStrategy":"FULL"}]""";
        var (first, same, other) = (Failing(Retry, seed: 1), Failing(Retry, seed: 1), Failing(Retry, seed: 2));

        await Task.WhenAll(first.RunAsync(), same.RunAsync(), other.RunAsync());

        double[] caps = [10, 20, 40, 60, 60, 60, 60, 60];
        Assert.All(Delays(first).Zip(caps), pair => Assert.InRange(pair.First.TotalSeconds, 0, pair.Second + 0.001));
        Assert.Equal(Delays(first), Delays(same));
        Assert.NotEqual(Delays(first), Delays(other));
    }

    [Fact]
    public async Task EveryRetrierCountsItsOwnAttempts()
    {
        string[] errors = ["A", "B", "A", "B", "C", "A"];
        var call = 0;
        var trial = new Trial(Machine("""[{"ErrorEquals":["A","X"],"MaxAttempts":2},{"ErrorEquals":["B"],"MaxAttempts":2},{"ErrorEquals":["States.ALL"],"MaxAttempts":1}]"""))
            .On("T", _ => throw new TaskFailedException(errors[call++], "c"));

        var result = await trial.RunAsync();

        Assert.Equal("A", result.Error);
        Assert.Equal(6, trial.Calls.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5], trial.Calls.Select(made => made.Attempt));
        Assert.Single(trial.Calls.Select(made => made.IdempotencyToken).Distinct());
    }

    [Fact]
    public async Task NoAttemptsMeansNoRetry()
    {
        var trial = Failing("""[{"ErrorEquals":["Busy"],"MaxAttempts":0},{"ErrorEquals":["States.ALL"]}]""");

        await trial.RunAsync();

        Assert.Single(trial.Calls);
    }

    [Fact]
    public async Task RetriedTaskSchedulesAgainWithinTheSameState()
    {
        var trial = Failing("""[{"ErrorEquals":["States.TaskFailed"],"MaxAttempts":1}]""");

        await trial.RunAsync();

        Assert.Equal(
            "ExecutionStarted TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionFailed "
            + "LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionFailed ExecutionFailed",
            trial.EventTypes);
    }

    [Fact]
    public async Task HandlerExceptionIsNamedByItsClassAndDescribedAsByLambda()
    {
        var trial = new Trial(Machine("""[{"ErrorEquals":["InvalidDataException"],"MaxAttempts":1}]"""))
            .On("T", _ => throw new InvalidDataException("half a file"));

        var result = await trial.RunAsync();

        Assert.Equal("InvalidDataException", result.Error);
        var cause = JsonNode.Parse(result.Cause!)!;
        Assert.Equal("InvalidDataException", cause["errorType"]!.GetValue<string>());
        Assert.Equal("half a file", cause["errorMessage"]!.GetValue<string>());
        Assert.NotEmpty(cause["stackTrace"]!.AsArray());
        Assert.Equal(2, trial.Calls.Count);
    }

    private static TimeSpan[] Delays(Trial trial)
    {
        var failed = trial.History.Where(historyEvent => historyEvent.Type == "LambdaFunctionFailed").Select(historyEvent => historyEvent.Timestamp);
        var scheduled = trial.History.Where(historyEvent => historyEvent.Type == "LambdaFunctionScheduled").Select(historyEvent => historyEvent.Timestamp);
        return [.. scheduled.Skip(1).Zip(failed, (again, before) => again - before)];
    }

    private static Trial Failing(string retry, int seed = 0) =>
        new Trial(Machine(retry)) { Seed = seed }.On("T", _ => throw new TaskFailedException("Busy", "later"));

    private static string Machine(string retry) =>
        $$"""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,"Retry":{{retry}} } } }""";
}
