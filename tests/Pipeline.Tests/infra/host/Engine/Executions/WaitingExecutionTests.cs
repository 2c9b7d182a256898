using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Executions;

/// <summary>An execution that waits before a retry leaves its turn to another one.</summary>
public sealed class WaitingExecutionTests
{
    // An image whose key begins with "bad" fails, and its Task waits for an hour before it is retried.
    private const string RetryingWhatIsBad = """
        {
          "StartAt": "Route",
          "States": {
            "Route": {
              "Type": "Choice",
              "Choices": [{ "Variable": "$.detail.object.key", "StringMatches": "bad*", "Next": "Fail" }],
              "Default": "Done"
            },
            "Fail": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": { "FunctionName": "resize", "Payload": {} },
              "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 3600, "MaxAttempts": 3 }],
              "Next": "Done"
            },
            "Done": { "Type": "Succeed" }
          }
        }
        """;

    [Fact]
    public async Task ExecutionsThatWaitForARetryDoNotHoldUpOthers()
    {
        await using var host = new DefinedPipeline(RetryingWhatIsBad, parallelism: 1);
        var failing = new List<Task<ImageOutcome>>();
        for (var i = 0; i < 10; i++)
        {
            failing.Add((await host.Pipeline.UploadAsync($"bad{i}.jpg", new MemoryStream([1]), CancellationToken.None)).Completion);
        }

        var healthy = await host.Pipeline.UploadAsync("good.jpg", new MemoryStream([1]), CancellationToken.None);

        await healthy.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(failing, execution => Assert.False(execution.IsCompleted));
    }

    [Fact]
    public async Task SlotIsFreeWhileAnyBranchWaitsAndTakenAgainAfterwards()
    {
        using var slots = new SemaphoreSlim(0);
        using var slot = new ExecutionSlot(slots);

        slot.OnWaitStarted();
        slot.OnWaitStarted();
        Assert.Equal(1, slots.CurrentCount);
        Assert.True(slot.OnWaitEndedAsync(CancellationToken.None).IsCompletedSuccessfully);

        await slot.OnWaitEndedAsync(CancellationToken.None);
        Assert.Equal(0, slots.CurrentCount);
    }

    [Fact]
    public async Task ExecutionContinuesWhenAnotherOneLeavesItsSlot()
    {
        using var slots = new SemaphoreSlim(0);
        using var slot = new ExecutionSlot(slots);
        slot.OnWaitStarted();
        using var other = new ExecutionSlot(slots);
        await slots.WaitAsync();

        var ended = slot.OnWaitEndedAsync(CancellationToken.None);
        Assert.False(ended.IsCompleted);
        other.Dispose();

        await ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, slots.CurrentCount);
    }

    [Fact]
    public async Task AbortedBranchLeavesTheSlotToTheOthers()
    {
        using var slots = new SemaphoreSlim(0);
        var slot = new ExecutionSlot(slots);
        slot.OnWaitStarted();
        await slots.WaitAsync();
        using var aborted = new CancellationTokenSource();

        var ended = slot.OnWaitEndedAsync(aborted.Token);
        await aborted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended);
        slot.Dispose();

        // What it still waited for is given back at once.
        slots.Release();
        Assert.True(await slots.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
