namespace Pipeline.Interpreter.Executions;

/// <summary>
/// Learns when an execution waits before a retry, so that a host can give the execution's turn to another one meanwhile.
/// Branches and iterations wait at the same time, so waits overlap.
/// </summary>
public interface IRetryWaitObserver
{
    /// <summary>A wait begins.</summary>
    void OnWaitStarted();

    /// <summary>A wait is over. The execution continues when the task completes.</summary>
    /// <param name="cancellationToken">Cancelled when the branch is aborted or the run stops.</param>
    Task OnWaitEndedAsync(CancellationToken cancellationToken);
}
