namespace Pipeline.Interpreter.Executions;

/// <summary>Lets another thread stop an execution permanently (StopExecution). The execution ends with ExecutionAborted.</summary>
public sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public bool IsRequested => _source.IsCancellationRequested;

    internal string? Error { get; private set; }

    internal string? Cause { get; private set; }

    internal CancellationToken Token => _source.Token;

    /// <summary>Stops the execution. Only the first call has an effect.</summary>
    public void Stop(string? error = null, string? cause = null)
    {
        if (!IsRequested)
        {
            (Error, Cause) = (error, cause);
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
