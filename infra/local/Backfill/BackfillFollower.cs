using System.Text.Json;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Store;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Backfill;

/// <summary>Shows a backfill, once or until it ends.</summary>
/// <param name="store">Store that it is in.</param>
/// <param name="time">Clock.</param>
internal sealed class BackfillFollower(LocalStore store, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows the progress on standard error until the backfill ends, and then what became of the images.</summary>
    /// <param name="arn">ARN of the backfill.</param>
    /// <param name="planned">Number of images to expect; 0 if it is not known.</param>
    /// <param name="cancellationToken">Ends the showing.</param>
    /// <returns>Exit code: success if the backfill succeeded.</returns>
    public async Task<int> FollowAsync(string arn, long planned, CancellationToken cancellationToken)
    {
        var line = ProgressLine.OnStandardError(time);
        try
        {
            BackfillProgress? first = null;
            while (true)
            {
                var backfill = await store.Executions.GetAsync(arn, cancellationToken) ?? throw new UsageException($"The backfill {arn} is gone.");
                if (LocalBackfills.GetProgress(store, backfill, time) is { } progress)
                {
                    first ??= progress;
                    line.Show(BackfillReport.FormatProgress(progress, progress.GetRate(first), planned));
                }

                if (backfill.Status != RecordedStatus.Running)
                {
                    line.End();
                    Write(backfill);
                    return backfill.Status == RecordedStatus.Succeeded ? ExitCodes.Success : ExitCodes.Failure;
                }

                await Task.Delay(Interval, time, cancellationToken);
            }
        }
        finally
        {
            line.End();
        }
    }

    /// <summary>Writes where a backfill stands.</summary>
    public void Write(ExecutionRecord backfill)
    {
        Console.WriteLine($"{backfill.Name}: {backfill.Status.ToText()}");
        if (backfill.Output is { } output && JsonSerializer.Deserialize(output, PipelineJson.Default.SummariseResponse) is { } summary)
        {
            foreach (var count in BackfillReport.Describe(summary.Counts))
            {
                Console.WriteLine(count);
            }

            return;
        }

        if (LocalBackfills.GetProgress(store, backfill, time) is { } progress)
        {
            Console.WriteLine(BackfillReport.FormatProgress(progress, 0));
        }

        if (backfill.Error is { } error)
        {
            Console.WriteLine($"{error}: {backfill.Cause}");
        }
    }
}
