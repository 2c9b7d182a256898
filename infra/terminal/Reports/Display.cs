using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Terminal.Reports;

/// <summary>How numbers and outcomes look on the terminal.</summary>
public static class Display
{
    /// <summary>Indented as the AWS CLI does it, and for people and terminals, not for HTML.</summary>
    public static JsonSerializerOptions IndentedJson { get; } = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Bytes in the unit that reads best: <c>512 B</c>, <c>13.4 kB</c>, <c>4.40 MB</c>; powers of 1,000.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB"),
    };

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>Time since the start: milliseconds; from a minute on hours, minutes and seconds, and days where there are any.</summary>
    public static string Offset(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.FromMinutes(1) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms"),
        _ when time < TimeSpan.FromDays(1) => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
        _ => time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
    };

    /// <summary>A file, as it can be named from the current folder.</summary>
    public static string RelativePath(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>Spectre.Console colour of an outcome or status.</summary>
    public static string Colour(string outcome) => outcome switch
    {
        "succeeded" or "ready" or "removed" => "green",
        "unchanged" or "superseded" or "ignored" or "deleted" => "grey",
        "rejected" => "yellow",
        "failed" or "timed_out" or "aborted" => "red",
        _ => "blue",
    };
}
