using Pipeline.Core.CallLogs;

namespace Pipeline.Host.Engine.Logs;

/// <summary>
/// Finds the log of the call that runs, from wherever the call runs: its own code, and whatever it starts.
/// </summary>
internal sealed class CallLogs
{
    private readonly AsyncLocal<CallLog?> _current = new();

    /// <summary>The log of the call that runs; null outside of calls.</summary>
    public CallLog? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    /// <summary>Has a function describe its calls in their logs.</summary>
    /// <param name="function">The function's logic.</param>
    /// <param name="addRequest">Adds facts of the request.</param>
    /// <param name="addResponse">Adds facts of the response.</param>
    public Func<TRequest, CancellationToken, Task<TResponse>> Describe<TRequest, TResponse>(
        Func<TRequest, CancellationToken, Task<TResponse>> function, Action<CallLogEntry, TRequest> addRequest,
        Action<CallLogEntry, TRequest, TResponse> addResponse) => async (request, cancellationToken) =>
    {
        if (Current is not { } call)
        {
            return await function(request, cancellationToken);
        }

        addRequest(call.Entry, request);
        var response = await function(request, cancellationToken);
        addResponse(call.Entry, request, response);
        return response;
    };
}
