using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>A task took longer than TimeoutSeconds, or was silent for longer than HeartbeatSeconds.</summary>
internal sealed class TaskCallTimedOutException(string error) : Exception(error)
{
    public string Error { get; } = error;
}

/// <summary>Calls the invoker on a thread of the pool and waits: for it, for the time limits, for the order to stop.</summary>
internal static class TaskCall
{
    public static async Task<JsonNode?> RunAsync(Execution execution, TaskInvocation invocation, CancellationToken token)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(token);
        var lateBeats = new TaskCompletionSource();
        using var heartbeat = invocation.Heartbeat is { } silence
            ? execution.Time.CreateTimer(_ => lateBeats.TrySetResult(), null, silence, Timeout.InfiniteTimeSpan)
            : null;
        var heard = invocation with { OnBeat = () => heartbeat?.Change(invocation.Heartbeat!.Value, Timeout.InfiniteTimeSpan) };
        using var hold = execution.Clock?.HoldForHandler();
        var answer = Task.Run(() => Invoke(execution, heard, hold, call.Token), CancellationToken.None);
        try
        {
            if (invocation.Timeout is null && heartbeat is null)
            {
                return await answer.WaitAsync(token);
            }

            var late = invocation.Timeout is { } limit ? Task.Delay(limit, execution.Time, call.Token) : lateBeats.Task;
            var first = await Task.WhenAny(answer, late, lateBeats.Task).WaitAsync(token);
            return first == answer ? await answer
                : throw new TaskCallTimedOutException(first == lateBeats.Task ? ErrorNames.HeartbeatTimeout : ErrorNames.Timeout);
        }
        finally
        {
            // Nobody listens any more; what the handler still throws is seen to.
            call.Cancel();
            _ = answer.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private static Task<JsonNode?> Invoke(Execution execution, TaskInvocation invocation, HandlerHold? hold, CancellationToken token) =>
        hold is null
            ? execution.Invoker.InvokeAsync(invocation, token)
            : execution.Clock!.RunHandlerAsync(hold, () => execution.Invoker.InvokeAsync(invocation, token));
}
