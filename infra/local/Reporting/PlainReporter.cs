using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>
/// For pipes and logs: a report for every image when it is done, and a summary at the end. Of many images, a line of progress now and then,
/// and those that went wrong at the end.
/// </summary>
internal sealed class PlainReporter(IAnsiConsole console, TimeProvider time, ReportDetail detail = default) : IReporter
{
    /// <summary>Longest time without a line of progress.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly OutcomeSummary _summary = new();
    private Func<string, string> _getPath = key => key;
    private DateTimeOffset _lastProgress = time.GetUtcNow();
    private int _lastTenth;

    public void WriteMessage(string text)
    {
        lock (_lock)
        {
            console.WriteLine(text);
        }
    }

    public void Expect(int images) => _summary.Expect(images);

    public void OnNotUploaded(string message)
    {
        _summary.AddNotUploaded(message);
        if (!IsSummarised)
        {
            WriteMessage(message);
        }
    }

    public void OnSubmitted(Submission submission) => _summary.AddSubmitted();

    public void OnHistoryEvent(string execution, HistoryEvent @event)
    {
        // `executions show` prints histories.
    }

    public void OnCompleted(Submission submission, ImageOutcome outcome)
    {
        lock (_lock)
        {
            _summary.Add(outcome);
            if (HasReports)
            {
                OutcomeReport.Write(console, outcome, _getPath);
            }
            else if (detail.IsEndless)
            {
                console.Profile.Out.Writer.WriteLine(OutcomeReport.FormatLine(outcome));
            }
            else if (_summary.Done < _summary.Total && _summary.Done * 10 / _summary.Total > _lastTenth)
            {
                WriteProgress();
            }
        }
    }

    public async Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath)
    {
        _getPath = getPath;
        try
        {
            var running = work();
            await WriteProgressUntilAsync(running);
            return await running;
        }
        finally
        {
            lock (_lock)
            {
                if (IsSummarised)
                {
                    _summary.WriteUnsuccessful(console);
                }

                _summary.Write(console);
            }
        }
    }

    private bool HasReports => detail.HasReports(_summary.Total);

    /// <summary>Whether the images that went wrong are listed at the end.</summary>
    private bool IsSummarised => !HasReports && !detail.IsEndless;

    private async Task WriteProgressUntilAsync(Task end)
    {
        while (await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(1), time)) != end)
        {
            lock (_lock)
            {
                if (IsSummarised && time.GetUtcNow() - _lastProgress >= Interval)
                {
                    WriteProgress();
                }
            }
        }
    }

    private void WriteProgress()
    {
        (_lastProgress, _lastTenth) = (time.GetUtcNow(), _summary.Done * 10 / _summary.Total);
        console.WriteLine(_summary.FormatProgress());
    }
}
