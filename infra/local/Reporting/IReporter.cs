using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;

namespace Pipeline.Local.Reporting;

/// <summary>Tells the user how processing goes. Called from many threads.</summary>
internal interface IReporter
{
    /// <summary>A remark on the whole, for people.</summary>
    void WriteMessage(string text);

    /// <summary>An original is stored, its execution recorded.</summary>
    void OnSubmitted(Submission submission);

    /// <summary>An execution moved on.</summary>
    /// <param name="execution">Its name.</param>
    /// <param name="event">What happened.</param>
    void OnHistoryEvent(string execution, HistoryEvent @event);

    /// <summary>An execution ended.</summary>
    void OnCompleted(Submission submission, ImageOutcome outcome);

    /// <summary>Runs <paramref name="work"/> and shows it meanwhile; then what came out.</summary>
    /// <param name="work">Returns the exit code.</param>
    /// <param name="pathOf">File of a rendition's key.</param>
    Task<int> RunAsync(Func<Task<int>> work, Func<string, string> pathOf);
}
