using System.Text.Json;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Reporting;

/// <summary>Writes one JSON object per image, each on one line. Messages go to <paramref name="log"/>.</summary>
internal sealed class JsonReporter(TextWriter output, TextWriter log) : IReporter
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private readonly TextWriter _log = TextWriter.Synchronized(log);

    public void WriteMessage(string text) => _log.WriteLine(text);

    public void Expect(int images)
    {
        // Programs count the lines.
    }

    public void OnNotUploaded(string message) => WriteMessage(message);

    public void OnSubmitted(Submission submission)
    {
        // Only the outcome is reported.
    }

    public void OnHistoryEvent(string execution, HistoryEvent @event)
    {
        // `executions show` prints histories.
    }

    public void OnCompleted(Submission submission, ImageOutcome outcome) =>
        _output.WriteLine(JsonSerializer.Serialize(OutcomeLine.From(outcome), TerminalJson.Default.OutcomeLine));

    public Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath) => work();
}
