namespace Pipeline.Core.CallLogs;

/// <summary>Lambda's names of log levels, which its own filter uses.</summary>
public static class LogLevels
{
    public const string Information = "INFO";

    public const string Warning = "WARN";

    public const string Error = "ERROR";

    /// <summary>All levels, the least severe one first.</summary>
    public static IReadOnlyList<string> All { get; } = [Information, Warning, Error];

    /// <summary>The levels that are as severe as one, or more.</summary>
    public static IReadOnlyList<string> From(string level) => [.. All.SkipWhile(each => each != level)];
}
