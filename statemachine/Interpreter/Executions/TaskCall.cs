using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.Executions;

/// <summary>A task took longer than TimeoutSeconds, or sent no heartbeat for longer than HeartbeatSeconds.</summary>
internal sealed class TaskCallTimedOutException(string error) : Exception(error)
{
    public string Error { get; } = error;
}

/// <summary>Calls the invoker on the thread pool and waits for its result, a time limit or cancellation.</summary>
internal static class TaskCall
{
    public static async Task<JsonNode?> RunAsync(Execution execution, TaskInvocation invocation, CancellationToken token)
    {
        using var callCancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var pause = execution.VirtualClock?.PauseForHandler();
        var heartbeatTimer = invocation.Heartbeat is { } heartbeat ? new HeartbeatTimer(execution.Time, heartbeat) : null;
        var monitoredInvocation = heartbeatTimer is null ? invocation : invocation with { OnHeartbeat = heartbeatTimer.Reset };
        var response = Task.Run(() => InvokeAsync(execution, monitoredInvocation, pause, callCancellation.Token), CancellationToken.None);
        try
        {
            return invocation.Timeout is null && heartbeatTimer is null
                ? await response.WaitAsync(token)
                : await WaitForFirstAsync(response, execution.Time, invocation.Timeout, heartbeatTimer, callCancellation.Token).WaitAsync(token);
        }
        finally
        {
            heartbeatTimer?.Dispose();
            Abandon(response, callCancellation);
        }
    }

    private static async Task<JsonNode?> WaitForFirstAsync(
        Task<JsonNode?> response, TimeProvider time, TimeSpan? timeout, HeartbeatTimer? heartbeatTimer, CancellationToken cancellationToken)
    {
        var heartbeatExpired = heartbeatTimer?.Expired ?? Task.Delay(Timeout.Infinite, cancellationToken);
        var timeoutExpired = timeout is { } duration ? Task.Delay(duration, time, cancellationToken) : heartbeatExpired;
        var first = await Task.WhenAny(response, timeoutExpired, heartbeatExpired);
        return first == response ? await response
            : throw new TaskCallTimedOutException(first == heartbeatTimer?.Expired ? ErrorNames.HeartbeatTimeout : ErrorNames.Timeout);
    }

    // Nothing awaits the handler any more. Observe its exception, so that it does not surface as an unobserved one.
    private static void Abandon(Task response, CancellationTokenSource callCancellation)
    {
        callCancellation.Cancel();
        if (!response.IsCompletedSuccessfully)
        {
            _ = response.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private static Task<JsonNode?> InvokeAsync(Execution execution, TaskInvocation invocation, HandlerPause? pause, CancellationToken token) =>
        pause is null
            ? execution.Invoker.InvokeAsync(invocation, token)
            : execution.VirtualClock!.RunHandlerAsync(pause, () => execution.Invoker.InvokeAsync(invocation, token));
}

/// <summary>Measures the time since the last heartbeat of a handler.</summary>
internal sealed class HeartbeatTimer : IDisposable
{
    private readonly TaskCompletionSource _expired = new();
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;

    public HeartbeatTimer(TimeProvider time, TimeSpan interval)
    {
        _interval = interval;
        _timer = time.CreateTimer(_ => _expired.TrySetResult(), null, interval, Timeout.InfiniteTimeSpan);
    }

    public Task Expired => _expired.Task;

    public void Reset() => _timer.Change(_interval, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
