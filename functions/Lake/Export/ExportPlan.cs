using System.Globalization;
using Pipeline.Lake.Files;
using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Export;

/// <summary>What an export writes.</summary>
/// <param name="Export">Its name, which begins the names of its files.</param>
/// <param name="Day">Day of the folders of images and renditions, in UTC.</param>
/// <param name="Outcomes">Days whose outcomes it writes.</param>
public sealed record ExportPlan(string Export, DateOnly Day, DayRange Outcomes)
{
    /// <summary>
    /// Plans an export. Days before the newest export's are complete in it. The day of that export was not over then, so it and those after it are
    /// written, as far back as outcomes are kept.
    /// </summary>
    /// <param name="export">Name of the export.</param>
    /// <param name="today">The current day, in UTC.</param>
    /// <param name="keptDays">Days that outcomes are kept.</param>
    /// <param name="includesToday">Whether to write the outcomes of today, which the next export then replaces.</param>
    /// <param name="files">Where the files are.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<ExportPlan> CreateAsync(
        string export, DateOnly today, int keptDays, bool includesToday, ILakeFiles files, CancellationToken cancellationToken)
    {
        var earlier = (await files.ListAsync(LakeTables.Exports.Prefix, cancellationToken)).Select(ReadDay).Where(day => day is not null).Max();
        // A day at the edge may have lost outcomes already.
        var oldest = today.AddDays(1 - keptDays);
        return new(export, today, new(earlier > oldest ? earlier.Value : oldest, includesToday ? today : today.AddDays(-1)));
    }

    private static DateOnly? ReadDay(string key)
    {
        var folder = key[LakeTables.Exports.Prefix.Length..].Split('/')[0];
        return folder.StartsWith($"{LakeTables.DayColumn}=", StringComparison.Ordinal)
            && DateOnly.TryParseExact(folder[(LakeTables.DayColumn.Length + 1)..], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
