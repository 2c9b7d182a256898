using System.Text;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>Lists originals along the primary key. One seek skips all keys of a common prefix without reading them.</summary>
internal static class UploadList
{
    public static ObjectPage ReadPage(SqlSession session, ObjectQuery query, CancellationToken cancellationToken)
    {
        var objects = new List<StoredObject>();
        var prefixes = new List<string>();
        var position = FindStart(query);
        var last = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var remaining = query.Limit - objects.Count - prefixes.Count;
            var rows = UploadRows.ReadFrom(session, position.Key, position.Inclusive, remaining + 1);
            var skipped = false;
            foreach (var row in rows)
            {
                var key = row.Object.Key;
                if (!key.StartsWith(query.Prefix, StringComparison.Ordinal))
                {
                    return new(objects, prefixes, Next: null);
                }

                if (objects.Count + prefixes.Count == query.Limit)
                {
                    return new(objects, prefixes, last);
                }

                if (GetCommonPrefix(key, query) is { } common)
                {
                    prefixes.Add(common);
                    last = common;
                    position = (PrefixUpperBound(common), true);
                    skipped = true;
                    break;
                }

                objects.Add(row.Object);
                last = key;
                position = (key, false);
            }

            if (!skipped)
            {
                // Fewer rows than the limit: there are no more.
                return new(objects, prefixes, Next: null);
            }
        }
    }

    /// <exception cref="ArgumentException">The limit or the delimiter of the query is not valid.</exception>
    public static void Validate(ObjectQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        if (query.Delimiter is { } delimiter && !Ascii.IsValid(delimiter))
        {
            throw new ArgumentException($"The delimiter '{delimiter}' is not ASCII.", nameof(query));
        }
    }

    private static (string Key, bool Inclusive) FindStart(ObjectQuery query)
    {
        if (query.After is not { } after || Utf8Order.Compare(after, query.Prefix) < 0)
        {
            return (query.Prefix, true);
        }

        return IsCommonPrefix(after, query) ? (PrefixUpperBound(after), true) : (after, false);
    }

    /// <summary>Whether a text is a common prefix of the query.</summary>
    public static bool IsCommonPrefix(string text, ObjectQuery query) => GetCommonPrefix(text, query) == text;

    /// <summary>The common prefix of a key; null if the key is listed itself.</summary>
    public static string? GetCommonPrefix(string key, ObjectQuery query)
    {
        if (string.IsNullOrEmpty(query.Delimiter) || key.Length <= query.Prefix.Length)
        {
            return null;
        }

        var end = key.IndexOf(query.Delimiter, query.Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : key[..(end + query.Delimiter.Length)];
    }

    /// <summary>
    /// The smallest text after all keys with a common prefix. It is simple because the prefix ends with a delimiter, which is ASCII.
    /// </summary>
    private static string PrefixUpperBound(string commonPrefix) => commonPrefix[..^1] + (char)(commonPrefix[^1] + 1);
}
