using System.Text.Json;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Terminal.Commands;

namespace Pipeline.Terminal.Reports;

/// <summary>Shows a backfill, once or until it ends.</summary>
/// <param name="interval">Time between two looks.</param>
/// <param name="time">Clock.</param>
/// <param name="describeResults">Where the outcome of each image is, as a line; null to leave it out.</param>
public sealed class BackfillFollower(TimeSpan interval, TimeProvider time, Func<ResultLocation, string>? describeResults = null)
{
    /// <summary>Shows the progress on standard error until the backfill ends, and then what became of the images.</summary>
    /// <param name="get">Looks where it stands.</param>
    /// <param name="planned">Number of images to expect; 0 if it is not known.</param>
    /// <param name="cancellationToken">Ends the showing.</param>
    /// <returns>Exit code: success if the backfill succeeded.</returns>
    public async Task<int> FollowAsync(Func<CancellationToken, Task<BackfillState>> get, long planned, CancellationToken cancellationToken)
    {
        var line = ProgressLine.OnStandardError(time);
        try
        {
            BackfillProgress? first = null;
            while (true)
            {
                var backfill = await get(cancellationToken);
                if (backfill.Progress is { } progress)
                {
                    first ??= progress;
                    line.Show(BackfillReport.FormatProgress(progress, progress.GetRate(first), planned));
                }

                if (!backfill.IsRunning)
                {
                    line.End();
                    Write(backfill);
                    return backfill.HasSucceeded ? ExitCodes.Success : ExitCodes.Failure;
                }

                await Task.Delay(interval, time, cancellationToken);
            }
        }
        finally
        {
            line.End();
        }
    }

    /// <summary>Writes where a backfill stands.</summary>
    public void Write(BackfillState backfill)
    {
        Console.WriteLine($"{backfill.Name}: {backfill.Status}");
        if (backfill.Output is { } output && JsonSerializer.Deserialize(output, PipelineJson.Default.SummariseResponse) is { } summary)
        {
            foreach (var count in BackfillReport.Describe(summary.Counts))
            {
                Console.WriteLine(count);
            }

            if (describeResults is not null)
            {
                Console.WriteLine(describeResults(summary.Results));
            }

            return;
        }

        if (backfill.Progress is { } progress)
        {
            Console.WriteLine(BackfillReport.FormatProgress(progress, 0));
        }

        if (backfill.Error is { } error)
        {
            Console.WriteLine($"{error}: {backfill.Cause}");
        }
    }
}
