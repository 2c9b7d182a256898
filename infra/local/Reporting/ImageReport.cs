using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>What a record tells, for the terminal: the original's facts and a table of its renditions.</summary>
internal static class ImageReport
{
    /// <param name="console">Where to write.</param>
    /// <param name="record">The record.</param>
    /// <param name="heading">First words: outcome or status.</param>
    /// <param name="pathOf">File of a rendition's key.</param>
    public static void Write(IAnsiConsole console, ImageRecord record, string heading, Func<string, string> pathOf)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{record.ImageId}[/]  {heading}");
        if (record.Reason is { } reason)
        {
            console.MarkupLineInterpolated($"  [yellow]{reason.Code}[/]: {reason.Message}");
        }

        if (record.Current is not { } version)
        {
            return;
        }

        var frames = version.Frames > 1 ? $", {version.Frames} frames" : "";
        var placeholder = version.Placeholder is { } known ? $", {known.DominantColour}" : "";
        console.MarkupLineInterpolated(
            $"  {version.Format.ToString().ToUpperInvariant()} {version.Width} × {version.Height}{frames}, {Show.Bytes(version.Bytes)}{placeholder}, sha256 {version.Sha256[..16]}");

        var table = new Table().Border(TableBorder.Simple).AddColumns("rendition", "size", "bytes", "path");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var column in table.Columns)
        {
            column.NoWrap();
        }

        foreach (var rendition in version.Renditions)
        {
            table.AddRow(
                Markup.Escape(rendition.Name),
                $"{rendition.Width} × {rendition.Height}",
                Show.Bytes(rendition.Bytes),
                Markup.Escape(Path.GetRelativePath(Directory.GetCurrentDirectory(), pathOf(rendition.Key))));
        }

        console.Write(table);
    }
}
