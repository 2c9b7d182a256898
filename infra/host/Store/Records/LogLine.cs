using Pipeline.Core.CallLogs;

namespace Pipeline.Host.Store.Records;

/// <summary>A line in the log of an execution.</summary>
/// <param name="Number">1, 2, 3… within the execution; 0 until it is stored.</param>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">One of <see cref="LogLevels"/>.</param>
/// <param name="State">Name of the state whose call logged it.</param>
/// <param name="Attempt">0 for the first attempt, then the number of the retry.</param>
/// <param name="Iterations">The indexes of the iterations of Maps that the state is in, from the outermost Map on.</param>
/// <param name="Message">The message.</param>
/// <param name="Details">A JSON object with its facts; null if it has none.</param>
public sealed record LogLine(
    long Number, DateTimeOffset Time, string Level, string State, int Attempt, IReadOnlyList<int> Iterations, string Message, string? Details);

/// <summary>Lines of a log.</summary>
/// <param name="State">Only those of this state; null for all.</param>
/// <param name="Level">Only those of this level and of more severe ones.</param>
public sealed record LogFilter(string? State = null, string Level = LogLevels.Information);

/// <summary>A page of the log of an execution.</summary>
/// <param name="Lines">In the order in which they were stored.</param>
/// <param name="States">The states that logged something, in the order of their first lines, whatever the filter.</param>
/// <param name="LastNumber">Number of the last line in the log, whatever the filter: continue after it.</param>
/// <param name="HasMore">Whether another page follows.</param>
/// <param name="Dropped">Number of lines that were not kept, because the log was full.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, IReadOnlyList<string> States, long LastNumber, bool HasMore, int Dropped);
