using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Catalogue;

/// <summary>Lists images in any order, along the index of that order. A page continues after (value, id) of the one before.</summary>
internal static class ImageRows
{
    /// <param name="session">Session to read with.</param>
    /// <param name="query">The images to list.</param>
    /// <param name="after">Position of the previous page's last image; null for the first page.</param>
    /// <param name="limit">Maximum number of rows.</param>
    /// <exception cref="ArgumentException">The position is not one of this order.</exception>
    public static List<(string Value, string Id, string Entry)> List(SqlSession session, ImageQuery query, (string Value, string Id)? after, int limit)
    {
        var (value, id) = query.Sort switch
        {
            ImageSort.Updated => ("images.updated_at", "images.id"),
            ImageSort.Taken => ("photos.taken_at", "photos.image"),
            ImageSort.Name => ("images.id", "images.id"),
            ImageSort.Size => ("images.bytes", "images.id"),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Sort, null),
        };
        var conditions = new ImageConditions(limit);
        if (after is { } position)
        {
            object first = query.Sort == ImageSort.Size ? ParseSize(position.Value) : position.Value;
            conditions.Add($"({value}, {id}) {(query.IsAscending ? '>' : '<')} ({conditions.Parameter(first)}, {conditions.Parameter(position.Id)})");
        }

        conditions.Add(query);
        var tables = query.Sort == ImageSort.Taken ? "photos CROSS JOIN images ON images.id = photos.image" : TablesOf(query);
        var direction = query.IsAscending ? "ASC" : "DESC";

        // The indexes of dates and sizes begin with the status. So a list of all statuses merges the first rows of each.
        ImageStatus?[] statuses = query.Status is not null || query.Sort is ImageSort.Taken or ImageSort.Name ? [query.Status] : [.. Enum.GetValues<ImageStatus>()];
        var lists = statuses.Select(status =>
        {
            var where = conditions.Where(status is null ? null : $"images.status = {conditions.Parameter(status.ToString()!)}");
            return $"SELECT * FROM (SELECT {value} AS value, images.id AS id, images.entry AS entry FROM {tables} {where} ORDER BY {value} {direction}, {id} {direction} LIMIT $1)";
        }).ToList();
        return session.QueryAll(
            $"SELECT CAST(value AS TEXT), id, entry FROM ({string.Join(" UNION ALL ", lists)}) ORDER BY value {direction}, id {direction} LIMIT $1",
            row => (row.GetString(0), row.GetString(1), row.GetString(2)), conditions.Values);
    }

    /// <summary>Counts the images that match a query by status, whatever its status.</summary>
    public static List<(string Status, long Count)> Count(SqlSession session, ImageQuery query)
    {
        var conditions = new ImageConditions();
        conditions.Add(query);
        return session.QueryAll(
            $"SELECT images.status, count(*) FROM {TablesOf(query)} {conditions.Where()} GROUP BY images.status",
            row => (row.GetString(0), row.GetInt64(1)), conditions.Values);
    }

    private static string TablesOf(ImageQuery query) =>
        query.Photos is null || query.Photos == new PhotoFilter() ? "images" : "images CROSS JOIN photos ON photos.image = images.id";

    /// <summary>
    /// The folders below a prefix that hold images, at any depth. One seek skips all that is in a folder.
    /// </summary>
    public static List<string> ListFolders(SqlSession session, string prefix, ImageStatus status, int limit)
    {
        var start = ImageIds.Create(BucketNames.Uploads, prefix);
        var folders = new List<string>();
        var position = start;
        while (folders.Count < limit)
        {
            var folder = session.QueryFirst(
                "SELECT folder FROM images WHERE status = $1 AND folder >= $2 ORDER BY folder LIMIT 1", row => row.GetString(0), status.ToString(), position);
            if (folder is null || !folder.StartsWith(start, StringComparison.Ordinal))
            {
                break;
            }

            var end = folder.IndexOf('/', start.Length);
            if (end < 0)
            {
                // Images of the folder itself. Text is compared byte by byte, so nothing lies between a text and the same text with a null.
                position = folder + "\0";
                continue;
            }

            var found = folder[..(end + 1)];
            folders.Add(found[(BucketNames.Uploads.Length + 1)..]);
            position = Utf8Order.PrefixUpperBound(found)!;
        }

        return folders;
    }

    private static long ParseSize(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        ? size
        : throw new ArgumentException($"'{text}' is not a position in a list that is sorted by size.", nameof(text));
}
