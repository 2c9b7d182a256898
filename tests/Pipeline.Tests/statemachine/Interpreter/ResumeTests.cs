using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class ResumeTests
{
    private const string Definition = """
        {
          "StartAt": "Fetch",
          "States": {
            "Fetch": {
              "Type": "Task", "Resource": "fetch", "ResultPath": "$.fetched", "Assign": { "bias.$": "$.bias" }, "Next": "Any",
              "Retry": [{ "ErrorEquals": ["Busy"], "IntervalSeconds": 5, "MaxAttempts": 2 }]
            },
            "Any": {
              "Type": "Choice", "Default": "None",
              "Choices": [{ "Variable": "$.fetched.items[0]", "IsPresent": true, "Next": "Each", "Assign": { "seen": true } }]
            },
            "None": { "Type": "Fail", "Error": "NothingFetched" },
            "Each": {
              "Type": "Map", "ItemsPath": "$.fetched.items", "MaxConcurrency": 2, "ResultPath": "$.made", "Next": "Both",
              "ItemSelector": { "n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index" },
              "ItemProcessor": {
                "StartAt": "Make",
                "States": {
                  "Make": { "Type": "Task", "Resource": "make", "Assign": { "own.$": "$.n" }, "Next": "Pause" },
                  "Pause": { "Type": "Wait", "Seconds": 3, "Next": "Shape" },
                  "Shape": { "Type": "Pass", "Parameters": { "sum.$": "States.MathAdd($own, $bias)", "seen.$": "$seen" }, "End": true }
                }
              }
            },
            "Both": {
              "Type": "Parallel", "ResultPath": "$.both", "Next": "Tell",
              "Branches": [
                { "StartAt": "Left", "States": { "Left": { "Type": "Task", "Resource": "left", "End": true } } },
                { "StartAt": "Right", "States": {
                  "Right": { "Type": "Wait", "Seconds": 60, "Next": "RightDone" }, "RightDone": { "Type": "Pass", "Result": "r", "End": true } } }
              ]
            },
            "Tell": {
              "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": { "made.$": "$.made" }, "Next": "Done",
              "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Done", "Assign": { "told": false } }]
            },
            "Done": { "Type": "Pass", "Parameters": { "made.$": "$.made", "both.$": "$.both", "problem.$": "$.problem.Error", "told.$": "$told" }, "End": true }
          }
        }
        """;

    private const string Output = """
        {
          "made": [{ "sum": 110, "seen": true }, { "sum": 120, "seen": true }, { "sum": 130, "seen": true }],
          "both": ["left", "r"], "problem": "TopicIsGoneException", "told": false
        }
        """;

    [Fact]
    public async Task EveryPrefixOfTheHistoryLeadsToTheSameEndAndNoCompletedTaskRunsTwice()
    {
        var whole = NewTrial(busyCalls: 1);
        JsonAssert.Equal(Output, (await whole.RunAsync()).Output);

        for (var length = 0; length <= whole.History.Count; length++)
        {
            var prefix = whole.History.Take(length).ToArray();
            var trial = NewTrial(busyCalls: prefix.Any(historyEvent => historyEvent.Type == "LambdaFunctionFailed") ? 0 : 1);

            var result = await trial.ResumeAsync(prefix);

            Assert.True(result.Status == ExecutionStatus.Succeeded, $"after {length} events: {result.Error} {result.Cause}");
            JsonAssert.Equal(Output, result.Output);
            AssertConsistent(prefix, trial);
        }
    }

    [Fact]
    public async Task ShutdownWritesNoEndAndLeavesAnExecutionThatResumes()
    {
        using var shutdown = new CancellationTokenSource();
        var trial = NewTrial(busyCalls: 0).On("Tell", async (_, token) =>
        {
            await shutdown.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial.RunAsync(cancellationToken: shutdown.Token));

        Assert.Equal("TaskStarted", trial.History[^1].Type);
        var resumed = NewTrial(busyCalls: 0);
        JsonAssert.Equal(Output, (await resumed.ResumeAsync(trial.History)).Output);
        Assert.Equal(["Tell"], resumed.Calls.Select(call => call.StateName));
        Assert.Equal(trial.Calls[^1].IdempotencyToken, resumed.Calls[0].IdempotencyToken);
    }

    [Fact]
    public async Task EndedExecutionReturnsItsResultAndRunsNothing()
    {
        var trial = NewTrial(busyCalls: 0);
        await trial.RunAsync();
        var again = NewTrial(busyCalls: 0);

        JsonAssert.Equal(Output, (await again.ResumeAsync(trial.History)).Output);

        Assert.Empty(again.Calls);
        Assert.Empty(again.History);
    }

    [Fact]
    public async Task HistoryOfAnotherDefinitionIsRefused()
    {
        var trial = NewTrial(busyCalls: 0);
        await trial.RunAsync();
        var other = new Trial("""{"StartAt":"Only","States":{"Only":{"Type":"Succeed"}}}""");

        await Assert.ThrowsAsync<HistoryMismatchException>(() => other.ResumeAsync([.. trial.History.Take(5)]));
    }

    private static Trial NewTrial(int busyCalls)
    {
        var remainingBusyCalls = busyCalls;
        return new Trial(Definition)
            .On("Fetch", _ => remainingBusyCalls-- > 0 ? throw new TaskFailedException("Busy", "try later") : JsonNode.Parse("""{"items":[10,20,30],"bias":100}"""))
            .On("Make", async (call, _) =>
            {
                await Task.Yield();
                return new JsonObject { ["n"] = call.Input!["n"]!.GetValue<int>() };
            })
            .On("Left", _ => "left")
            .On("Tell", _ => throw new TaskFailedException("TopicIsGoneException", null));
    }

    private static void AssertConsistent(HistoryEvent[] prefix, Trial trial)
    {
        HistoryEvent[] all = [.. prefix, .. trial.History];
        Assert.Equal(Enumerable.Range(1, all.Length).Select(id => (long)id), all.Select(historyEvent => historyEvent.Id));
        Assert.All(all.Skip(1), historyEvent => Assert.InRange(historyEvent.PreviousEventId, 1, historyEvent.Id - 1));

        foreach (var type in new[]
        {
            "TaskStateEntered", "TaskStateExited", "MapStateEntered", "MapStateStarted", "MapIterationStarted", "MapIterationSucceeded",
            "MapStateSucceeded", "ParallelStateStarted", "ParallelStateSucceeded", "WaitStateEntered", "WaitStateExited", "ChoiceStateExited",
            "LambdaFunctionSucceeded", "TaskFailed", "PassStateExited", "ExecutionSucceeded",
        })
        {
            var expected = type switch
            {
                "TaskStateEntered" or "TaskStateExited" => 6,
                "MapIterationStarted" or "MapIterationSucceeded" => 3,
                "WaitStateEntered" or "WaitStateExited" => 4,
                "LambdaFunctionSucceeded" => 5,
                "PassStateExited" => 5,
                _ => 1,
            };
            Assert.True(expected == all.Count(historyEvent => historyEvent.Type == type), $"after {prefix.Length}: {type}");
        }
    }
}
