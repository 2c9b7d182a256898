using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Local.Serving;

/// <summary>Removes what the store no longer needs to keep, at the start and then once a day.</summary>
internal sealed class DailySweep(LocalStore store, ConsoleOptions options, TimeProvider time, ILogger<DailySweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1), time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.SweepAsync(options.Retention, cancellationToken);
        }
        catch (Exception exception) when (StoreFaults.IsEnvironmental(exception))
        {
            Log.SweepFailed(logger, exception.Message, exception);
        }
    }
}
