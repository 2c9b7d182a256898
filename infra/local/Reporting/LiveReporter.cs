using System.Collections.Concurrent;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Local.Reporting;

/// <summary>For terminals: a table that follows the executions, then a report for every image; of many, those that went wrong.</summary>
internal sealed class LiveReporter(IAnsiConsole console, TimeProvider time, ReportDetail detail = default) : IReporter
{
    private const int MaxMessages = 5;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(80);

    private readonly ConcurrentDictionary<string, LiveRow> _rows = new();
    private readonly ConcurrentQueue<ImageOutcome> _outcomes = new();
    private readonly ConcurrentQueue<(string Text, bool IsListed)> _messages = new();
    private readonly OutcomeSummary _summary = new();

    public void WriteMessage(string text) => _messages.Enqueue((text, false));

    public void Expect(int images) => _summary.Expect(images);

    public void OnNotUploaded(string message)
    {
        _summary.AddNotUploaded(message);
        _messages.Enqueue((message, true));
    }

    public void OnSubmitted(Submission submission)
    {
        var number = _summary.AddSubmitted();
        GetRow(submission.Execution ?? $"ignored {number}").Submit(submission.ImageId, number, time.GetUtcNow());
    }

    public void OnHistoryEvent(string execution, HistoryEvent @event) => GetRow(execution).Update(@event);

    public void OnCompleted(Submission submission, ImageOutcome outcome)
    {
        _summary.Add(outcome);
        _outcomes.Enqueue(outcome);
        if (submission.Execution is { } execution)
        {
            GetRow(execution).Complete(outcome);
        }
    }

    public async Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath)
    {
        var running = work();
        await ShowAsync(running);

        // Report completed images even if the work failed.
        if (HasReports)
        {
            foreach (var outcome in _outcomes)
            {
                OutcomeReport.Write(console, outcome, getPath);
            }
        }
        else
        {
            _summary.WriteUnsuccessful(console);
        }

        _summary.Write(console);
        return await running;
    }

    private bool HasReports => detail.HasReports(_summary.Total);

    private async Task ShowAsync(Task running)
    {
        var screen = new LiveScreen(console);
        console.Cursor.Hide();
        try
        {
            while (!running.IsCompleted)
            {
                screen.Show(BuildScreen());
                await Task.WhenAny(running, Task.Delay(RefreshInterval, time));
            }

            // The table of many images shows only the last of them.
            screen.Show(HasReports ? BuildScreen() : new Rows(TakeMessages(message => !message.IsListed)));
        }
        finally
        {
            console.Cursor.Show();
        }
    }

    private LiveRow GetRow(string execution) => _rows.GetOrAdd(execution, static _ => new());

    private IEnumerable<Text> TakeMessages(Func<(string Text, bool IsListed), bool> isWanted) =>
        _messages.Where(isWanted).TakeLast(MaxMessages).Select(message => new Text(message.Text));

    private Rows BuildScreen()
    {
        var lines = console.Profile.Height - 1;
        var content = new List<IRenderable>();
        foreach (var message in TakeMessages(_ => true).TakeLast(lines / 4))
        {
            content.Add(message);
            // Long messages wrap.
            lines -= (message.Length / console.Profile.Width) + 1;
        }

        // The last line is the progress.
        var count = LiveTable.CountRows(lines - 1);
        // Choose running executions first, then those that ended last.
        var rows = _rows.Values.Where(row => row.Number > 0)
            .OrderBy(row => row.Outcome is not null)
            .ThenBy(row => row.Outcome is null ? row.Number : -row.Number)
            .Take(count)
            .OrderBy(row => row.Number)
            .ToArray();
        if (count > 0)
        {
            content.Add(LiveTable.Create(rows, console.Profile.Width, time.GetUtcNow()));
        }

        if (_summary.Total > rows.Length)
        {
            content.Add(new Text(_summary.FormatProgress()));
        }

        return new(content);
    }
}
