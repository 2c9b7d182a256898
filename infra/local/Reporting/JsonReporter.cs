using System.Text.Json;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Reporting;

/// <summary>One JSON object a line for every image that is done; remarks go to the other writer.</summary>
internal sealed class JsonReporter(TextWriter output, TextWriter log) : IReporter
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private readonly TextWriter _log = TextWriter.Synchronized(log);

    public void WriteMessage(string text) => _log.WriteLine(text);

    public void OnSubmitted(Submission submission)
    {
        // The end of it is the news.
    }

    public void OnHistoryEvent(string execution, HistoryEvent @event)
    {
        // Histories can be had with `executions show`.
    }

    public void OnCompleted(Submission submission, ImageOutcome outcome) =>
        _output.WriteLine(JsonSerializer.Serialize(OutcomeLine.From(outcome), TerminalJson.Default.OutcomeLine));

    public Task<int> RunAsync(Func<Task<int>> work, Func<string, string> pathOf) => work();
}
