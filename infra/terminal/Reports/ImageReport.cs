using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>What a record tells, for the terminal: the original's facts, and its renditions line by line.</summary>
public static class ImageReport
{
    /// <param name="console">Where to write.</param>
    /// <param name="record">The record.</param>
    /// <param name="heading">First words: outcome or status.</param>
    /// <param name="reason">Why it was rejected or failed; null for neither.</param>
    /// <param name="pathOf">Where the rendition of a key is, as it shall be shown.</param>
    public static void Write(IAnsiConsole console, ImageRecord record, string heading, Reason? reason, Func<string, string> pathOf)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{record.ImageId}[/]  {heading}");
        if (reason is not null)
        {
            console.MarkupLineInterpolated($"  [yellow]{reason.Code}[/]: {reason.Message}");
        }

        if (record.Current is not { } version)
        {
            return;
        }

        if (record.Status != ImageStatus.Ready)
        {
            console.WriteLine("  The last good version stays:");
        }

        var frames = version.Frames > 1 ? $", {version.Frames} frames" : "";
        var placeholder = version.Placeholder is { } known ? $", {known.DominantColour}" : "";
        console.MarkupLineInterpolated(
            $"  {version.Format.ToString().ToUpperInvariant()} {version.Width} × {version.Height}{frames}, {Display.Bytes(version.Bytes)}{placeholder}, sha256 {version.Sha256[..16]}");

        WriteRenditions(console, version.Renditions, pathOf);
    }

    /// <summary>Not a table of the console's: that would break paths in narrow windows, and nobody could copy them.</summary>
    private static void WriteRenditions(IAnsiConsole console, IReadOnlyList<RenditionRecord> renditions, Func<string, string> pathOf)
    {
        var lines = renditions.Select(rendition => (
            rendition.Name,
            Size: $"{rendition.Width} × {rendition.Height}",
            Bytes: Display.Bytes(rendition.Bytes),
            Path: pathOf(rendition.Key))).ToArray();
        var (name, size, bytes) = (lines.Max(line => line.Name.Length), lines.Max(line => line.Size.Length), lines.Max(line => line.Bytes.Length));
        foreach (var line in lines)
        {
            console.Profile.Out.Writer.WriteLine(
                $"  {line.Name.PadRight(name)}  {line.Size.PadLeft(size)}  {line.Bytes.PadLeft(bytes)}  {line.Path}");
        }
    }
}
