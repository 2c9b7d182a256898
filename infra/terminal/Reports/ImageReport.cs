using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints a record: the facts of the original, and its renditions line by line.</summary>
public static class ImageReport
{
    /// <param name="console">Console to write to.</param>
    /// <param name="entry">The record, with the replaced versions whose renditions still exist.</param>
    /// <param name="getPath">Returns the path to print for the key of a rendition, or for the prefix of a version.</param>
    public static void Write(IAnsiConsole console, CatalogueEntry entry, Func<string, string> getPath)
    {
        Write(console, entry.Record, Display.FormatStatus(entry.Record.Status), entry.Record.Reason, getPath, withPhoto: true);
        if (entry.Quarantined is { } quarantined)
        {
            console.WriteLine($"  In quarantine since {Display.FormatTime(quarantined.Since)}, for you to look at:");
            WriteVersion(console, quarantined.Version, quarantined.Description, getPath, withPhoto: false);
        }

        foreach (var replaced in entry.Replaced ?? [])
        {
            console.Profile.Out.Writer.WriteLine($"  replaced, stays until {Display.FormatTime(replaced.RemoveAfter)}  {TerminalText.Escape(getPath(replaced.Prefix))}");
        }
    }

    /// <param name="console">Console to write to.</param>
    /// <param name="record">The record.</param>
    /// <param name="heading">Text after the image's id: outcome or status.</param>
    /// <param name="reason">Why the image was rejected, failed or is in quarantine; null if none of it.</param>
    /// <param name="getPath">Returns the path to print for the key of a rendition.</param>
    /// <param name="withPhoto">Whether to print what the photo says of itself, and what its uploader added.</param>
    public static void Write(
        IAnsiConsole console, ImageRecord record, string heading, Reason? reason, Func<string, string> getPath, bool withPhoto = false)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{TerminalText.Escape(record.ImageId)}[/]  {TerminalText.Escape(heading)}");
        if (reason is not null)
        {
            console.MarkupLineInterpolated($"  [yellow]{TerminalText.Escape(reason.Code)}[/]: {TerminalText.EscapeMessage(reason.Message)}");
        }

        if (record.Current is not { } version)
        {
            return;
        }

        if (record.Status != ImageStatus.Ready)
        {
            console.WriteLine("  The last valid version stays in use:");
        }

        WriteVersion(console, version, record.Description, getPath, withPhoto);
    }

    private static void WriteVersion(IAnsiConsole console, ImageVersion version, ImageDescription? description, Func<string, string> getPath, bool withPhoto)
    {
        var frames = version.Frames > 1 ? $", {version.Frames} frames" : "";
        var placeholder = version.Placeholder is { } known ? $", {known.DominantColour}" : "";
        console.MarkupLineInterpolated(
            $"  {version.Format.ToString().ToUpperInvariant()} {version.Width} × {version.Height}{frames}, {Display.FormatBytes(version.Bytes)}{placeholder}, sha256 {version.Sha256[..16]}");
        if (version.Damaged)
        {
            console.WriteLine("  The file is damaged; the renditions show what could be decoded.");
        }

        if (description is not null)
        {
            DescriptionReport.Write(console, description);
        }

        if (withPhoto)
        {
            PhotoReport.Write(console, version.Photo, version.User);
        }

        WriteRenditions(console, version.Renditions, getPath);
    }

    /// <summary>
    /// Plain lines, not a table of Spectre.Console: that would wrap paths in narrow windows, so that you could not copy them.
    /// </summary>
    private static void WriteRenditions(IAnsiConsole console, IReadOnlyList<RenditionRecord> renditions, Func<string, string> getPath)
    {
        var lines = renditions.Select(rendition => (
            rendition.Name,
            Size: $"{rendition.Width} × {rendition.Height}",
            Bytes: Display.FormatBytes(rendition.Bytes),
            Path: TerminalText.Escape(getPath(rendition.Key)))).ToArray();
        var (name, size, bytes) = (lines.Max(line => line.Name.Length), lines.Max(line => line.Size.Length), lines.Max(line => line.Bytes.Length));
        foreach (var line in lines)
        {
            console.Profile.Out.Writer.WriteLine(
                $"  {line.Name.PadRight(name)}  {line.Size.PadLeft(size)}  {line.Bytes.PadLeft(bytes)}  {line.Path}");
        }
    }
}
