using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Cloud.Tuning;

/// <summary>The line that Lambda writes after each call.</summary>
/// <param name="Duration">Time of the handler.</param>
/// <param name="Billed">Time that is paid; with a start, it includes that.</param>
/// <param name="MaxMemoryUsed">The most memory that the environment used so far, in MB.</param>
/// <param name="Init">Time of the environment's start; null if the call found one that had started.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html"/>
internal sealed partial record ReportLine(TimeSpan Duration, TimeSpan Billed, int MaxMemoryUsed, TimeSpan? Init)
{
    /// <summary>Reads the line from the end of a call's log.</summary>
    /// <param name="logTail">The header <c>X-Amz-Log-Result</c>: the log's last 4 KB in Base64.</param>
    /// <returns>Null if the log has no such line.</returns>
    public static ReportLine? Find(string logTail)
    {
        // The tail may begin within a character, and the function may print a line that looks like this one before.
        var match = Line().Matches(Encoding.UTF8.GetString(Convert.FromBase64String(logTail))).LastOrDefault();
        return match is null
            ? null
            : new(
                Time(match.Groups["duration"]), Time(match.Groups["billed"]), int.Parse(match.Groups["used"].Value, CultureInfo.InvariantCulture),
                match.Groups["init"].Success ? Time(match.Groups["init"]) : null);
    }

    private static TimeSpan Time(Group milliseconds) => TimeSpan.FromMilliseconds(double.Parse(milliseconds.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"^REPORT RequestId: \S+\s+Duration: (?<duration>[\d.]+) ms\s+Billed Duration: (?<billed>[\d.]+) ms\s+Memory Size: \d+ MB\s+Max Memory Used: (?<used>\d+) MB(\s+Init Duration: (?<init>[\d.]+) ms)?",
        RegexOptions.Multiline)]
    private static partial Regex Line();
}
