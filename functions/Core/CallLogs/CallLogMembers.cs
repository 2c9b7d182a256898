using System.Text.Json;

namespace Pipeline.Core.CallLogs;

/// <summary>The members of a call's log line that are the same in Lambda's log and in that of the local host.</summary>
public static class CallLogMembers
{
    /// <summary>The message, which names the function and what came of the call.</summary>
    public static string Describe(string function, CallLogEntry entry, CallError? error) => $"{function}: {error?.Type ?? entry.Outcome}";

    /// <summary>Writes the facts of the call, its duration and its error.</summary>
    /// <param name="json">Receives members, inside of an object.</param>
    /// <param name="entry">Facts of the call.</param>
    /// <param name="duration">Duration of the call.</param>
    /// <param name="error">Why it failed; null if it succeeded.</param>
    public static void Write(Utf8JsonWriter json, CallLogEntry entry, TimeSpan duration, CallError? error)
    {
        ReadOnlySpan<(string Name, string? Value)> facts =
        [
            ("execution", entry.Execution),
            ("imageId", entry.ImageId),
            ("version", entry.Version),
            ("rendition", entry.Rendition),
            ("outcome", entry.Outcome),
            ("reason", entry.Reason),
            ("warning", entry.Warning),
        ];
        WriteTexts(json, facts);
        if (entry.Bytes is { } bytes)
        {
            json.WriteNumber("bytes", bytes);
        }

        json.WriteNumber("durationMilliseconds", Math.Round(duration.TotalMilliseconds, 1));
        if (error is not null)
        {
            WriteTexts(json, [("errorType", error.Type), ("errorMessage", error.Message), ("stackTrace", error.StackTrace)]);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<(string Name, string? Value)> members)
    {
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
    }
}
