using Pipeline.Core.Reconciliation;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Engine.Reconciliation;

/// <summary>
/// Reconciles expired claims and removes the renditions of replaced versions whose time is over, every five minutes. In AWS, schedules do so.
/// </summary>
internal sealed class PeriodicReconciliation(ClaimReconciler reconciler, RenditionSweeper sweeper, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Reconciles once, then does both periodically until this is disposed. Nobody has to wait for the first sweep.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await reconciler.ReconcileAsync(new(), cancellationToken);
        _running = Task.Run(RunAsync, CancellationToken.None);
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
            await TryAsync(sweeper.SweepAsync);
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await TryAsync(token => reconciler.ReconcileAsync(new(), token));
                await TryAsync(sweeper.SweepAsync);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> action)
    {
        try
        {
            await action(_stopping.Token);
        }
        catch (Exception fault) when (StoreFaults.IsEnvironmental(fault))
        {
            // A full disk, for example. What is due stays due, and the next turn finds it.
        }
    }
}
