using Amazon.Lambda.Core;

namespace Pipeline.Lambda;

/// <summary>Runs calls of one function: with a deadline, and one log line each, whatever comes of them.</summary>
/// <param name="log">Where lines go.</param>
/// <param name="time">Clock.</param>
public sealed class FunctionCalls(CallLog log, TimeProvider time)
{
    /// <summary>Time kept from a call's work, to say in the log why it ended before Lambda ends the process.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>What every function is set up with in AWS.</summary>
    /// <param name="settings">Names the pipeline.</param>
    /// <param name="function">Name of the function, for the log.</param>
    public static FunctionCalls Create(FunctionSettings settings, string function) =>
        new(new(Console.OpenStandardOutput(), settings.PipelineName, function, TimeProvider.System), TimeProvider.System);

    /// <param name="request">Request, from the state machine.</param>
    /// <param name="context">Lambda's context: id and remaining time.</param>
    /// <param name="handle">The work.</param>
    /// <param name="describeRequest">Puts into the line what the request says.</param>
    /// <param name="describeResponse">Puts into the line what the answer says.</param>
    /// <exception cref="DeadlineExceededException">The remaining time is over but for <see cref="Margin"/>.</exception>
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
                $"{entry.ImageId}: not done after {time.GetElapsedTime(start).TotalSeconds:0.0} s, the function's timeout but for {Margin.TotalSeconds:0} s.",
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
