using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Resizing;

namespace Pipeline.Lambda;

/// <summary>
/// Runs the calls of one function, each with a deadline and one log line, whether it succeeds or fails. A call that is not done at its
/// deadline ends the process: codecs cannot be interrupted, and the next call in the same process would wait for the last one, or share
/// its memory. Lambda starts another process for the next call.
/// </summary>
/// <param name="log">Log that lines are written to.</param>
/// <param name="time">Clock.</param>
/// <param name="endProcess">Ends the process at once, with a message.</param>
public sealed class FunctionCalls(CallLog log, TimeProvider time, Action<string> endProcess)
{
    private const string WarmUp = "warm-up";

    /// <summary>Creates what every function uses in AWS: the system clock, and a log on standard output.</summary>
    /// <param name="settings">Settings, for the name of the pipeline.</param>
    /// <param name="function">Name of the function, for the log.</param>
    public static FunctionCalls Create(FunctionSettings settings, string function) =>
        new(new(Console.OpenStandardOutput(), settings.PipelineName, function, TimeProvider.System), TimeProvider.System, Environment.FailFast);

    /// <summary>Runs a warm-up. A failure costs the first call time and nothing else, so it is only logged.</summary>
    /// <param name="warmUp">Calls the function's logic.</param>
    public async Task WarmUpAsync(Func<Task> warmUp)
    {
        var start = time.GetTimestamp();
        try
        {
            await warmUp();
        }
        catch (Exception exception)
        {
            log.WriteFailure(WarmUp, new() { Outcome = WarmUp }, time.GetElapsedTime(start), exception);
        }
    }

    /// <summary>Runs one call. Exceptions of <paramref name="handle"/> are logged and rethrown unchanged.</summary>
    /// <param name="request">The state machine's request.</param>
    /// <param name="context">Lambda's context, for the call's id and remaining time.</param>
    /// <param name="handle">The function's logic.</param>
    /// <param name="describeRequest">Adds facts of the request to the log line.</param>
    /// <param name="describeResponse">Adds facts of the response to the log line.</param>
    /// <exception cref="DeadlineExceededException">The deadline has passed, and the process has not ended yet.</exception>
    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        TRequest request,
        ILambdaContext context,
        Func<TRequest, CancellationToken, Task<TResponse>> handle,
        Action<CallLogEntry, TRequest> describeRequest,
        Action<CallLogEntry, TResponse> describeResponse)
    {
        var start = time.GetTimestamp();
        var entry = new CallLogEntry();
        var remaining = context.RemainingTime > TimeSpan.Zero ? context.RemainingTime : TimeSpan.Zero;
        var allowed = CallTimeLimits.GetDeadline(remaining);
        using var deadline = new CancellationTokenSource(allowed, time);
        try
        {
            describeRequest(entry, request);
            // On a thread of its own, so that the deadline does not wait for code that cannot be interrupted.
            var response = await Task.Run(() => handle(request, deadline.Token), CancellationToken.None).WaitAsync(deadline.Token);
            describeResponse(entry, response);
            log.WriteSuccess(context.AwsRequestId, entry, time.GetElapsedTime(start));
            return response;
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            var exceeded = new DeadlineExceededException(
                $"{entry.ImageId}: not done after {time.GetElapsedTime(start).TotalSeconds:0.0} s, {(remaining - allowed).TotalSeconds:0.##} s before the function times out.",
                exception);
            log.WriteFailure(context.AwsRequestId, entry, time.GetElapsedTime(start), exceeded);
            endProcess(exceeded.Message);
            throw exceeded;
        }
        catch (Exception exception)
        {
            entry.Rendition = exception.Data[GroupFaults.RenditionKey] as string ?? entry.Rendition;
            log.WriteFailure(context.AwsRequestId, entry, time.GetElapsedTime(start), exception);
            throw;
        }
    }
}
