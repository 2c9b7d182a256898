using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>Opens the content that belongs to a record. Works in any process, not only in the one that writes.</summary>
internal static class UploadReader
{
    public static OpenedObject? Open(Database database, Placements placements, DataFolder folder, string key)
    {
        var row = database.Read(session => UploadRows.Get(session, key));
        while (row is not null)
        {
            var content = Open(placements, folder, row);

            // A file changes only after its record. If the record is still the same, this is its content.
            var reread = database.Read(session => UploadRows.Get(session, key));
            if (reread?.EventNumber == row.EventNumber)
            {
                return content is null ? null : new(row.Object, content);
            }

            content?.Dispose();
            row = reread;
        }

        return null;
    }

    private static FileStream? Open(Placements placements, DataFolder folder, UploadRow row)
    {
        var staged = row.StagedName is null ? null : Path.Combine(folder.Temporary, row.StagedName);
        var content = File.Exists(staged) ? Disk.TryOpen(staged) : null;
        content ??= Disk.TryOpen(placements.GetPath(row.Object.Key));
        if (content is null || content.Length == row.Object.Size)
        {
            return content;
        }

        // Someone replaced the file by hand.
        content.Dispose();
        return null;
    }
}
