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
        var values = new List<object?> { limit };
        var conditions = new List<string>();
        string Parameter(object parameter)
        {
            values.Add(parameter);
            return $"${values.Count.ToString(CultureInfo.InvariantCulture)}";
        }

        if (after is { } position)
        {
            object first = query.Sort == ImageSort.Size ? ParseSize(position.Value) : position.Value;
            conditions.Add($"({value}, {id}) {(query.IsAscending ? '>' : '<')} ({Parameter(first)}, {Parameter(position.Id)})");
        }

        AddKey(query, conditions, Parameter);
        AddPhotos(query.Photos ?? new(), conditions, Parameter);
        var tables = query.Sort == ImageSort.Taken ? "photos CROSS JOIN images ON images.id = photos.image" : TablesOf(query);
        var direction = query.IsAscending ? "ASC" : "DESC";

        // The indexes of dates and sizes begin with the status. So a list of all statuses merges the first rows of each.
        ImageStatus?[] statuses = query.Status is not null || query.Sort is ImageSort.Taken or ImageSort.Name ? [query.Status] : [.. Enum.GetValues<ImageStatus>()];
        var lists = statuses.Select(status =>
        {
            var all = status is null ? conditions : conditions.Append($"images.status = {Parameter(status.ToString()!)}").ToList();
            var where = all.Count == 0 ? "" : $"WHERE {string.Join(" AND ", all)}";
            return $"SELECT * FROM (SELECT {value} AS value, images.id AS id, images.entry AS entry FROM {tables} {where} ORDER BY {value} {direction}, {id} {direction} LIMIT $1)";
        }).ToList();
        return session.QueryAll(
            $"SELECT CAST(value AS TEXT), id, entry FROM ({string.Join(" UNION ALL ", lists)}) ORDER BY value {direction}, id {direction} LIMIT $1",
            row => (row.GetString(0), row.GetString(1), row.GetString(2)), [.. values]);
    }

    /// <summary>Counts the images that match a query by status, whatever its status.</summary>
    public static List<(string Status, long Count)> Count(SqlSession session, ImageQuery query)
    {
        var values = new List<object?>();
        var conditions = new List<string>();
        string Parameter(object parameter)
        {
            values.Add(parameter);
            return $"${values.Count.ToString(CultureInfo.InvariantCulture)}";
        }

        AddKey(query, conditions, Parameter);
        AddPhotos(query.Photos ?? new(), conditions, Parameter);
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return session.QueryAll(
            $"SELECT images.status, count(*) FROM {TablesOf(query)} {where} GROUP BY images.status", row => (row.GetString(0), row.GetInt64(1)), [.. values]);
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

    private static void AddKey(ImageQuery query, List<string> conditions, Func<object, string> parameter)
    {
        if (query.IsDirect)
        {
            var folder = ImageIds.Create(BucketNames.Uploads, query.Prefix);
            conditions.Add($"images.folder = {parameter(folder[..(folder.LastIndexOf('/') + 1)])}");
        }

        if (query.Prefix.Length > 0)
        {
            var prefix = ImageIds.Create(BucketNames.Uploads, query.Prefix);
            conditions.Add($"images.id >= {parameter(prefix)}");
            if (Utf8Order.PrefixUpperBound(prefix) is { } bound)
            {
                conditions.Add($"images.id < {parameter(bound)}");
            }
        }

        if (query.Text is { Length: > 0 } text)
        {
            conditions.Add($"instr(fold(substr(images.id, instr(images.id, '/') + 1)), {parameter(PhotoRows.Normalize(text))}) > 0");
        }
    }

    private static void AddPhotos(PhotoFilter filter, List<string> conditions, Func<object, string> parameter)
    {
        if (filter.TakenAfter is { } from)
        {
            conditions.Add($"photos.taken_at >= {parameter(from)}");
        }

        if (filter.TakenBefore is { } before)
        {
            conditions.Add($"photos.taken_at < {parameter(before)} AND photos.taken_at <> ''");
        }

        if (filter.Camera is { } camera)
        {
            conditions.Add($"instr(photos.camera, {parameter(PhotoRows.Normalize(camera.Trim()))}) > 0");
        }

        if (filter.Keyword is { } keyword)
        {
            conditions.Add($"instr(photos.keywords, {parameter(PhotoRows.FormatKeyword(keyword))}) > 0");
        }
    }

    private static long ParseSize(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        ? size
        : throw new ArgumentException($"'{text}' is not a position in a list that is sorted by size.", nameof(text));
}
