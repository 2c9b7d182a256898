using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Catalogue;

namespace Pipeline.Terminal.Reports;

/// <summary>Formats numbers and outcomes for the terminal.</summary>
public static class Display
{
    /// <summary>Indented like the output of the AWS CLI. Characters are escaped for terminals, not for HTML.</summary>
    public static JsonSerializerOptions IndentedJson { get; } = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The same on one line, for a value per line.</summary>
    public static JsonSerializerOptions LineJson { get; } = new(IndentedJson) { WriteIndented = false };

    /// <summary>A size in the unit that fits: <c>512 B</c>, <c>13.4 kB</c>, <c>4.40 MB</c>. Units are powers of 1,000.</summary>
    public static string FormatBytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB"),
    };

    /// <summary>A duration in seconds: <c>1.25 s</c>.</summary>
    public static string FormatSeconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>
    /// Time since the start: in milliseconds below one minute, otherwise in hours, minutes and seconds, with days if there are any.
    /// </summary>
    internal static string FormatOffset(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.FromMinutes(1) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms"),
        _ when time < TimeSpan.FromDays(1) => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
        _ => time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
    };

    /// <summary>A time in the time zone of the terminal, to the second.</summary>
    internal static string FormatTime(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A status as contracts and options name it: <c>ready</c>.</summary>
    public static string FormatStatus(ImageStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Path of a file, relative to the current folder.</summary>
    public static string GetRelativePath(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>The colour of an outcome or status, as Spectre.Console names it.</summary>
    public static string GetColour(string outcome) => outcome switch
    {
        "succeeded" or "ready" or "removed" => "green",
        "unchanged" or "superseded" or "ignored" or "deleted" => "grey",
        "rejected" or "quarantined" => "yellow",
        "failed" or "timed_out" or "aborted" => "red",
        _ => "blue",
    };
}
