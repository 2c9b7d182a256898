using Pipeline.Core.Reconciliation;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Engine.Reconciliation;

/// <summary>Reconciles expired claims every five minutes, as the schedule does in AWS.</summary>
internal sealed class PeriodicReconciliation(ClaimReconciler reconciler, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Reconciles once, then periodically until this is disposed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await reconciler.ReconcileAsync(new(), cancellationToken);
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    await reconciler.ReconcileAsync(new(), _stopping.Token);
                }
                catch (Exception fault) when (StoreFaults.IsEnvironmental(fault))
                {
                    // A full disk, for example. Claims stay expired, and the next turn finds them.
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
