using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Interpreter.History;

namespace Pipeline.Local.Reporting;

/// <summary>Reports progress and outcomes to the user. Called from several threads.</summary>
internal interface IReporter
{
    /// <summary>Shows a message to the user.</summary>
    void WriteMessage(string text);

    /// <summary>More images are coming.</summary>
    /// <param name="images">How many, in addition to those announced before.</param>
    void Expect(int images);

    /// <summary>A file was not uploaded, so it has no outcome.</summary>
    /// <param name="message">Its path, and why.</param>
    void OnNotUploaded(string message);

    /// <summary>An original is stored and its execution recorded.</summary>
    void OnSubmitted(Submission submission);

    /// <summary>An execution added an event to its history.</summary>
    /// <param name="execution">Name of the execution.</param>
    /// <param name="event">The event.</param>
    void OnHistoryEvent(string execution, HistoryEvent @event);

    /// <summary>An execution ended.</summary>
    void OnCompleted(Submission submission, ImageOutcome outcome);

    /// <summary>Runs <paramref name="work"/>, shows its progress and then the outcomes.</summary>
    /// <param name="work">The work; returns the exit code.</param>
    /// <param name="getPath">Returns the path of a rendition's file from its key.</param>
    Task<int> RunAsync(Func<Task<int>> work, Func<string, string> getPath);
}
