using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints a list of records: a table, or one JSON object per line.</summary>
public static class ImageListReport
{
    public static void Write(IReadOnlyList<ImageRecord> records, bool json)
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
        foreach (var record in records)
        {
            var status = Display.FormatStatus(record.Status);
            table.AddRow(
                Markup.Escape(record.ImageId),
                $"[{Display.GetColour(status)}]{status}[/]{Markup.Escape(record.Reason is { } reason ? $" ({reason.Code})" : "")}",
                record.Current is { } version ? $"{version.Width} × {version.Height}" : "",
                record.Current?.Renditions.Count.ToString(CultureInfo.InvariantCulture) ?? "",
                Display.FormatTime(record.UpdatedAt));
        }

        TerminalConsole.Create().Write(table);
    }
}
