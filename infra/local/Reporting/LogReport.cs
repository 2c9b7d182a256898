using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Reporting;

/// <summary>Prints the log of an execution on standard output, as text or as one JSON object per line.</summary>
internal static class LogReport
{
    private const string Rendition = "rendition";

    /// <summary>Facts that the rest of the line says, or that are the same in all lines.</summary>
    private static readonly string[] Unprinted =
        ["function", "execution", "imageId", "version", "outcome", "OriginalBytes", "RenditionBytes", "errorType", "stackTrace", "durationMilliseconds"];

    public static void WriteJson(LogPage page)
    {
        foreach (var line in page.Lines)
        {
            Console.WriteLine(new JsonObject
            {
                ["number"] = line.Number,
                ["time"] = line.Time.ToString("O", CultureInfo.InvariantCulture),
                ["level"] = line.Level,
                ["state"] = line.State,
                ["attempt"] = line.Attempt,
                ["iterations"] = new JsonArray([.. line.Iterations.Select(index => (JsonNode)index)]),
                ["message"] = line.Message,
                ["details"] = line.Details is null ? null : JsonNode.Parse(line.Details),
            }.ToJsonString(Display.LineJson));
        }

        if (LogLimits.Describe(page.Dropped) is { } note)
        {
            Console.Error.WriteLine(note);
        }
    }

    public static void WriteText(LogPage page)
    {
        if (page.Lines.Count == 0)
        {
            Console.WriteLine("No lines.");
        }

        var lines = page.Lines.Select(line => (Line: line, Details: line.Details is null ? null : JsonNode.Parse(line.Details)!.AsObject())).ToList();
        // The report of a call does not say which renditions it is about, but the call's line does.
        var names = lines.Where(line => line.Details?[Rendition] is not null)
            .GroupBy(line => PlaceOf(line.Line), line => (string?)line.Details![Rendition])
            .ToDictionary(place => place.Key, place => place.First());
        var origins = lines.ToDictionary(line => line.Line.Number, line => FormatOrigin(line.Line, names.GetValueOrDefault(PlaceOf(line.Line))));
        var width = origins.Values.Select(origin => origin.Length).DefaultIfEmpty().Max();
        foreach (var (line, details) in lines)
        {
            var time = line.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var facts = details is null ? "" : string.Concat(details
                .Where(member => !Unprinted.Contains(member.Key) && (member.Key != Rendition || line.Iterations.Count == 0))
                .Select(member => $"  {member.Key}={member.Value}"));
            Console.WriteLine(TerminalText.Escape($"{time}  {line.Level,-5}  {origins[line.Number].PadRight(width)}  {line.Message}{facts}"));
            foreach (var frame in ((string?)details?["stackTrace"] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Console.WriteLine($"    {TerminalText.Escape(frame.TrimEnd('\r'))}");
            }
        }

        if (LogLimits.Describe(page.Dropped) is { } note)
        {
            Console.WriteLine(note);
        }
    }

    private static (string State, string Iterations) PlaceOf(LogLine line) => (line.State, string.Join(',', line.Iterations));

    private static string FormatOrigin(LogLine line, string? rendition)
    {
        var iteration = line.Iterations.Count == 0 ? "" : $" [{rendition ?? string.Join(", ", line.Iterations)}]";
        return $"{line.State}{iteration}{(line.Attempt == 0 ? "" : $" retry {line.Attempt}")}";
    }
}
