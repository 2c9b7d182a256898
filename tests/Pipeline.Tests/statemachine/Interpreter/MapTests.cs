using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class MapTests
{
    [Fact]
    public async Task OutputsKeepTheOrderOfTheItems()
    {
        var trial = new Trial(Machine("\"MaxConcurrency\":0,"));
        trial.On("T", async (call, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10 - call.Input!.GetValue<int>()), trial.Time, token);
            return call.Input!.DeepClone();
        });

        JsonAssert.Equal("[1,2,3]", (await trial.RunAsync("[1,2,3]")).Output);
        Assert.Equal(Trial.Noon.AddSeconds(9), trial.History[^1].Timestamp);
    }

    [Theory]
    [InlineData("\"MaxConcurrency\":2,", 2)]
    [InlineData("\"MaxConcurrencyPath\":\"$$.Execution.Input[0]\",", 1)]
    [InlineData("", 40)]
    public async Task NoMoreIterationsRunAtOnceThanAllowed(string field, int maxConcurrency)
    {
        var (current, peak) = (0, 0);
        var trial = new Trial(Machine(field));
        trial.On("T", async (_, token) =>
        {
            var running = Interlocked.Increment(ref current);
            lock (trial)
            {
                peak = Math.Max(peak, running);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), trial.Time, token);
            Interlocked.Decrement(ref current);
            return null;
        });

        await trial.RunAsync($"[{string.Join(',', Enumerable.Range(1, 50))}]");

        Assert.Equal(maxConcurrency, peak);
        Assert.Equal(Trial.Noon.AddSeconds(Math.Ceiling(50.0 / maxConcurrency)), trial.History[^1].Timestamp);
    }

    [Fact]
    public async Task EmptyItemsProduceAnEmptyOutput()
    {
        var trial = new Trial(Machine(""));

        JsonAssert.Equal("[]", (await trial.RunAsync("[]")).Output);
        Assert.Equal("ExecutionStarted MapStateEntered MapStateStarted MapStateSucceeded MapStateExited ExecutionSucceeded", trial.EventTypes);
    }

    [Fact]
    public async Task ItemsThatAreNotAnArrayFailTheExecution() =>
        Assert.Equal("States.Runtime", (await new Trial(Machine("")).RunAsync("{}")).Error);

    [Fact]
    public async Task FailedIterationAbortsTheOthersAndFailsTheMap()
    {
        var trial = new Trial(Machine("\"MaxConcurrency\":2,"));
        trial.On("T", async (call, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(call.Input!.GetValue<int>()), trial.Time, token);
            throw new TaskFailedException("Bad", "item");
        });

        var result = await trial.RunAsync("[5,1,1]");

        Assert.Equal("Bad", result.Error);
        Assert.EndsWith(
            "LambdaFunctionFailed MapIterationFailed TaskStateAborted MapIterationAborted MapStateFailed ExecutionFailed",
            trial.EventTypes,
            StringComparison.Ordinal);
        Assert.Equal(2, trial.Calls.Count);
    }

    [Theory]
    [InlineData("\"ToleratedFailureCount\":1,", null)]
    [InlineData("\"ToleratedFailureCount\":0,", "States.ExceedToleratedFailureThreshold")]
    [InlineData("\"ToleratedFailurePercentage\":50,", null)]
    [InlineData("\"ToleratedFailurePercentage\":20,", "States.ExceedToleratedFailureThreshold")]
    [InlineData("\"ToleratedFailureCountPath\":\"$$.Execution.Input[2]\",", null)]
    [InlineData("\"ToleratedFailurePercentagePath\":\"$$.Execution.Input[0]\",", "States.ExceedToleratedFailureThreshold")]
    public async Task FailuresAreToleratedUpToTheThreshold(string field, string? error)
    {
        var trial = new Trial(Machine("\"MaxConcurrency\":1," + field))
            .On("T", call => call.Input!.GetValue<int>() == 2 ? throw new TaskFailedException("Bad", null) : call.Input!.DeepClone());

        var result = await trial.RunAsync("[1,2,3]");

        Assert.Equal(error, result.Error);
        JsonAssert.Equal(error is null ? "[1,3]" : "null", result.Output);
    }

    /// <summary>AWS takes the number in a text.</summary>
    [Theory]
    [InlineData("MaxConcurrency", "\"1\"", null)]
    [InlineData("MaxConcurrency", "\"NoNumber\"", "States.Runtime")]
    [InlineData("MaxConcurrency", "\"1.5\"", "States.Runtime")]
    [InlineData("MaxConcurrency", "\"-1\"", "States.Runtime")]
    [InlineData("MaxConcurrency", "\"\"", "States.Runtime")]
    [InlineData("MaxConcurrency", "{}", "States.Runtime")]
    [InlineData("MaxConcurrency", "null", "States.Runtime")]
    [InlineData("ToleratedFailureCount", "\"1\"", null)]
    [InlineData("ToleratedFailureCount", "\"0\"", "States.ExceedToleratedFailureThreshold")]
    [InlineData("ToleratedFailureCount", "\"NoNumber\"", "States.Runtime")]
    [InlineData("ToleratedFailurePercentage", "\"50.0\"", null)]
    [InlineData("ToleratedFailurePercentage", "\"20\"", "States.ExceedToleratedFailureThreshold")]
    [InlineData("ToleratedFailurePercentage", "\"101\"", "States.Runtime")]
    [InlineData("ToleratedFailurePercentage", "[1]", "States.Runtime")]
    public async Task NumberFromTheInputMayBeText(string field, string value, string? error)
    {
        var trial = new Trial(
            $$"""
            {"StartAt":"M","States":{"M":{"Type":"Map","{{field}}Path":"$.n","ItemsPath":"$.items","End":true,
              "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true} } } } } }
            """)
            .On("T", call => field != "MaxConcurrency" && call.Input!.GetValue<int>() == 2 ? throw new TaskFailedException("Bad", null) : call.Input!.DeepClone());

        Assert.Equal(error, (await trial.RunAsync($$"""{"n":{{value}},"items":[1,2,3]}""")).Error);
    }

    [Fact]
    public async Task RetriedMapStartsAllIterationsAgain()
    {
        var calls = 0;
        var trial = new Trial(Machine("\"MaxConcurrency\":1,\"Retry\":[{\"ErrorEquals\":[\"Bad\"]}],"))
            .On("T", call => ++calls == 2 ? throw new TaskFailedException("Bad", null) : call.Input!.DeepClone());

        JsonAssert.Equal("[1,2]", (await trial.RunAsync("[1,2]")).Output);
        Assert.Equal(2, trial.History.Count(historyEvent => historyEvent.Type == "MapStateStarted"));
        Assert.Equal(4, trial.Calls.Count);
    }

    [Fact]
    public async Task IterationEventsCarryNameAndIndex()
    {
        var trial = new Trial(Machine("")).On("T", _ => null);

        await trial.RunAsync("[7]");

        JsonAssert.Equal("""{"length":1}""", trial.History[2].Details);
        JsonAssert.Equal("""{"name":"M","index":0}""", trial.History[3].ToAwsJson()["mapIterationStartedEventDetails"]);
    }

    [Fact]
    public async Task DeprecatedIteratorAndParametersWork()
    {
        var trial = new Trial("""
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemsPath":"$.l","Parameters":{"v.$":"$$.Map.Item.Value","i.$":"$$.Map.Item.Index","k.$":"$.k"},
              "Iterator":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}
            """);

        JsonAssert.Equal("""[{"v":"a","i":0,"k":1},{"v":"b","i":1,"k":1}]""", (await trial.RunAsync("""{"l":["a","b"],"k":1}""")).Output);
    }

    private static string Machine(string more) => $$"""
        {"StartAt":"M","States":{"M":{"Type":"Map",{{more}}"End":true,
          "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true} } } } } }
        """;

    [Fact]
    public async Task HandlersThatFailAtTheSameTimeFailTheMapOnce()
    {
        var (arrived, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var trial = new Trial("""
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
              "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}}}}
            """).On("T", async (_, _) =>
        {
            if (Interlocked.Increment(ref arrived) == 8)
            {
                all.SetResult();
            }

            await all.Task;
            throw new InvalidOperationException();
        });

        var result = await trial.RunAsync("[1,2,3,4,5,6,7,8]");

        Assert.Equal("InvalidOperationException", result.Error);
        Assert.EndsWith("MapStateFailed ExecutionFailed", trial.EventTypes, StringComparison.Ordinal);
    }
}
