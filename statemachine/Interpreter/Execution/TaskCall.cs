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
        using var hold = execution.Clock?.HoldForHandler();
        var silence = invocation.Heartbeat is { } _longest ? new Silence(execution.Time, _longest) : null;
        var heard = silence is null ? invocation : invocation with { OnBeat = silence.Break };
        var answer = Task.Run(() => Invoke(execution, heard, hold, call.Token), CancellationToken.None);
        try
        {
            return invocation.Timeout is null && silence is null
                ? await answer.WaitAsync(token)
                : await FirstAsync(answer, execution.Time, invocation.Timeout, silence, call.Token).WaitAsync(token);
        }
        finally
        {
            silence?.Dispose();
            Leave(answer, call);
        }
    }

    private static async Task<JsonNode?> FirstAsync(
        Task<JsonNode?> answer, TimeProvider time, TimeSpan? timeout, Silence? silence, CancellationToken over)
    {
        var never = silence?.TooLong ?? Task.Delay(Timeout.Infinite, over);
        var late = timeout is { } limit ? Task.Delay(limit, time, over) : never;
        var first = await Task.WhenAny(answer, late, never);
        return first == answer ? await answer
            : throw new TaskCallTimedOutException(first == silence?.TooLong ? ErrorNames.HeartbeatTimeout : ErrorNames.Timeout);
    }

    // Nobody listens any more; what the handler still throws is seen to.
    private static void Leave(Task answer, CancellationTokenSource call)
    {
        call.Cancel();
        if (!answer.IsCompletedSuccessfully)
        {
            _ = answer.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private static Task<JsonNode?> Invoke(Execution execution, TaskInvocation invocation, HandlerHold? hold, CancellationToken token) =>
        hold is null
            ? execution.Invoker.InvokeAsync(invocation, token)
            : execution.Clock!.RunHandlerAsync(hold, () => execution.Invoker.InvokeAsync(invocation, token));
}

/// <summary>Counts how long a handler has been silent.</summary>
internal sealed class Silence : IDisposable
{
    private readonly TaskCompletionSource _tooLong = new();
    private readonly TimeSpan _longest;
    private readonly ITimer _timer;

    public Silence(TimeProvider time, TimeSpan longest)
    {
        _longest = longest;
        _timer = time.CreateTimer(_ => _tooLong.TrySetResult(), null, longest, Timeout.InfiniteTimeSpan);
    }

    public Task TooLong => _tooLong.Task;

    public void Break() => _timer.Change(_longest, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
