using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints a list of records: a table, or one JSON object per line.</summary>
public static class ImageListReport
{
    /// <param name="records">The records.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="withPhotos">Whether the table says when and with what photos were taken.</param>
    public static void Write(IReadOnlyList<ImageRecord> records, bool json, bool withPhotos = false)
    {
        if (json)
        {
            foreach (var record in records)
            {
                Console.WriteLine(JsonSerializer.Serialize(record, TerminalJson.Default.ImageRecord));
            }

            return;
        }

        if (records.Count == 0)
        {
            Console.WriteLine("No images.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("image", "status", "size", "renditions", "updated");
        if (withPhotos)
        {
            table.AddColumns("taken", "camera");
        }

        foreach (var record in records)
        {
            var status = Display.FormatStatus(record.Status);
            var photo = record.Current?.Photo;
            string[] photoCells = withPhotos ? [TerminalText.ToMarkup(photo?.TakenAt ?? ""), TerminalText.ToMarkup(PhotoReport.GetCamera(photo) ?? "")] : [];
            table.AddRow([
                TerminalText.ToMarkup(record.ImageId),
                $"[{Display.GetColour(status)}]{status}[/]{TerminalText.ToMarkup(record.Reason is { } reason ? $" ({reason.Code})" : "")}",
                record.Current is { } version ? $"{version.Width} × {version.Height}" : "",
                record.Current?.Renditions.Count.ToString(CultureInfo.InvariantCulture) ?? "",
                Display.FormatTime(record.UpdatedAt),
                .. photoCells,
            ]);
        }

        TerminalConsole.Create().Write(table);
    }
}
