using Amazon.Lambda.Core;

namespace Pipeline.Lambda;

/// <summary>Runs the calls of one function, each with a deadline and one log line, whether it succeeds or fails.</summary>
/// <param name="log">Log that lines are written to.</param>
/// <param name="time">Clock.</param>
public sealed class FunctionCalls(CallLog log, TimeProvider time)
{
    /// <summary>Time reserved at the end of a call, to log why it ended before Lambda ends the process.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Creates what every function uses in AWS: the system clock, and a log on standard output.</summary>
    /// <param name="settings">Settings, for the name of the pipeline.</param>
    /// <param name="function">Name of the function, for the log.</param>
    public static FunctionCalls Create(FunctionSettings settings, string function) =>
        new(new(Console.OpenStandardOutput(), settings.PipelineName, function, TimeProvider.System), TimeProvider.System);

    /// <summary>Runs one call. Exceptions of <paramref name="handle"/> are logged and rethrown unchanged.</summary>
    /// <param name="request">The state machine's request.</param>
    /// <param name="context">Lambda's context, for the call's id and remaining time.</param>
    /// <param name="handle">The function's logic.</param>
    /// <param name="describeRequest">Adds facts of the request to the log line.</param>
    /// <param name="describeResponse">Adds facts of the response to the log line.</param>
    /// <exception cref="DeadlineExceededException">Only <see cref="Margin"/> is left of the remaining time.</exception>
    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        TRequest request,
        ILambdaContext context,
        Func<TRequest, CancellationToken, Task<TResponse>> handle,
        Action<CallLogEntry, TRequest> describeRequest,
        Action<CallLogEntry, TResponse> describeResponse)
    {
        var start = time.GetTimestamp();
        var entry = new CallLogEntry();
        var budget = context.RemainingTime - Margin;
        using var deadline = new CancellationTokenSource(budget > TimeSpan.Zero ? budget : TimeSpan.Zero, time);
        try
        {
            describeRequest(entry, request);
            var response = await handle(request, deadline.Token);
            describeResponse(entry, response);
            log.WriteSuccess(context.AwsRequestId, entry, time.GetElapsedTime(start));
            return response;
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            var exceeded = new DeadlineExceededException(
                $"{entry.ImageId}: not done after {time.GetElapsedTime(start).TotalSeconds:0.0} s, {Margin.TotalSeconds:0} s before the function times out.",
                exception);
            log.WriteFailure(context.AwsRequestId, entry, time.GetElapsedTime(start), exceeded);
            throw exceeded;
        }
        catch (Exception exception)
        {
            log.WriteFailure(context.AwsRequestId, entry, time.GetElapsedTime(start), exception);
            throw;
        }
    }
}
