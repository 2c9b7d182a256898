using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>For pipes and logs: a report for every image when it is done, and a summary at the end.</summary>
internal sealed class PlainReporter(IAnsiConsole console) : IReporter
{
    private readonly Lock _lock = new();
    private readonly OutcomeSummary _summary = new();
    private Func<string, string> _getPath = key => key;

    public void WriteMessage(string text)
    {
        lock (_lock)
        {
            console.WriteLine(text);
        }
    }

    public void OnSubmitted(Submission submission)
    {
        // Only the outcome is reported.
    }

    public void OnHistoryEvent(string execution, HistoryEvent @event)
    {
        // Progress is shown on terminals only.
    }

    public void OnCompleted(Submission submission, ImageOutcome outcome)
    {
        lock (_lock)
        {
            _summary.Add(outcome);
            OutcomeReport.Write(console, outcome, _getPath);
        }
    }

    public async Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath)
    {
        _getPath = getPath;
        try
        {
            return await work();
        }
        finally
        {
            _summary.Write(console);
        }
    }
}
