using System.Collections.Concurrent;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>For terminals: a table that follows the executions, then a report for every image.</summary>
internal sealed class LiveReporter(IAnsiConsole console, TimeProvider time) : IReporter
{
    // Keep the table small enough for a screen.
    private const int MaxRows = 16;

    private const int MaxMessages = 5;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(80);

    private readonly ConcurrentDictionary<string, LiveRow> _rows = new();
    private readonly ConcurrentQueue<ImageOutcome> _outcomes = new();
    private readonly ConcurrentQueue<string> _messages = new();
    private int _submitted;

    public void WriteMessage(string text) => _messages.Enqueue(text);

    public void OnSubmitted(Submission submission)
    {
        var number = Interlocked.Increment(ref _submitted);
        GetRow(submission.Execution ?? $"ignored {number}").Submit(submission.ImageId, number, time.GetUtcNow());
    }

    public void OnHistoryEvent(string execution, HistoryEvent @event) => GetRow(execution).Update(@event);

    public void OnCompleted(Submission submission, ImageOutcome outcome)
    {
        _outcomes.Enqueue(outcome);
        if (submission.Execution is { } execution)
        {
            GetRow(execution).Complete(outcome);
        }
    }

    public async Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath)
    {
        var running = work();
        await console.Live(BuildScreen()).AutoClear(false).StartAsync(async live =>
        {
            while (!running.IsCompleted)
            {
                live.UpdateTarget(BuildScreen());
                live.Refresh();
                await Task.WhenAny(running, Task.Delay(RefreshInterval, time));
            }

            live.UpdateTarget(BuildScreen());
        });

        // Report completed images even if the work failed.
        var summary = new OutcomeSummary();
        foreach (var outcome in _outcomes)
        {
            summary.Add(outcome);
            OutcomeReport.Write(console, outcome, getPath);
        }

        summary.Write(console);
        return await running;
    }

    private LiveRow GetRow(string execution) => _rows.GetOrAdd(execution, static _ => new());

    private Rows BuildScreen() => new([.. _messages.TakeLast(MaxMessages).Select(message => new Text(message)), BuildTable()]);

    private Table BuildTable()
    {
        // Choose running executions first, then those that ended last.
        var rows = _rows.Values.Where(row => row.Number > 0)
            .OrderBy(row => row.Outcome is not null)
            .ThenBy(row => row.Outcome is null ? row.Number : -row.Number)
            .Take(MaxRows)
            .OrderBy(row => row.Number)
            .ToArray();
        var table = new Table().Border(TableBorder.Simple).AddColumns("file", "state", "outcome", "time");
        table.Columns[3].RightAligned();
        foreach (var row in rows)
        {
            var outcome = row.Outcome?.Name ?? "";
            table.AddRow(
                Markup.Escape(row.ImageId),
                Markup.Escape(row.State),
                $"[{Display.GetColour(outcome)}]{outcome}[/]",
                Display.FormatSeconds(row.Outcome?.Duration ?? time.GetUtcNow() - row.Start));
        }

        if (_submitted > rows.Length)
        {
            table.Caption($"{_outcomes.Count:N0} of {_submitted:N0} done");
        }

        return table;
    }
}
