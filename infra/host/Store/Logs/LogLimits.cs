using System.Text;
using Pipeline.Core.CallLogs;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Store.Logs;

/// <summary>How much of a log is kept. The first lines are; the last fifth of the room is for warnings and errors.</summary>
public static class LogLimits
{
    /// <summary>Maximum number of lines of one execution.</summary>
    public const int MaxLines = 1_000;

    /// <summary>Maximum size of the lines of one execution in bytes, as text.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>Maximum number of characters of a message.</summary>
    public const int MaxMessageLength = 4_096;

    /// <summary>Maximum number of characters of the details. Longer ones are left out.</summary>
    public const int MaxDetailsLength = 32_768;

    /// <summary>What people read if lines are missing; null if none are.</summary>
    public static string? Describe(int dropped) => dropped == 0
        ? null
        : $"{dropped:N0} more {(dropped == 1 ? "line was" : "lines were")} not kept: the log of an execution holds {MaxLines:N0} lines or {MaxBytes >> 10} KiB, "
            + "the last fifth of them warnings and errors.";

    /// <summary>Shortens a line that is too long.</summary>
    internal static LogLine Shorten(LogLine line) => line with
    {
        Message = Cut(line.Message, MaxMessageLength),
        Details = line.Details is { Length: > MaxDetailsLength } ? null : line.Details,
    };

    /// <summary>The beginning of a text that is too long, with the number of characters that are missing.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return $"{text[..end]}… ({text.Length - end:N0} more characters)";
    }

    /// <summary>Size of a line in bytes.</summary>
    internal static int Measure(LogLine line) => Encoding.UTF8.GetByteCount(line.Message) + (line.Details is null ? 0 : Encoding.UTF8.GetByteCount(line.Details));

    /// <summary>Whether a log that has this size with a line may have the line.</summary>
    internal static bool Allow(LogLine line, long lines, long bytes)
    {
        var isInformation = line.Level == LogLevels.Information;
        return lines <= Share(MaxLines) && bytes <= Share(MaxBytes);

        int Share(int limit) => isInformation ? limit / 5 * 4 : limit;
    }
}
