using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Queries;

/// <summary>
/// Tells queries from other statements before Athena gets them: with the rights of its user, INSERT, UNLOAD and CREATE TABLE write to S3. Source: Trino's
/// grammar, in which a query begins with one of a few words, and a statement that writes with another one.
/// </summary>
internal static class SelectStatement
{
    /// <summary>What <c>query</c> says on one machine, too.</summary>
    private const string Refusal = "Only one SELECT at a time: the tables come from the catalogue and cannot be changed.";

    private static readonly string[] FirstWords = ["SELECT", "WITH", "VALUES", "TABLE"];

    /// <summary>Returns the query without a semicolon at its end.</summary>
    /// <param name="sql">Text that a user gave.</param>
    /// <exception cref="UsageException">It is no query, or more than one statement.</exception>
    public static string Require(string sql)
    {
        var start = SkipBlanks(sql, 0);
        while (start < sql.Length && sql[start] == '(')
        {
            start = SkipBlanks(sql, start + 1);
        }

        var end = start;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_'))
        {
            end++;
        }

        if (!FirstWords.Contains(sql[start..end], StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException(Refusal);
        }

        var semicolon = FindSemicolon(sql, end);
        return SkipBlanks(sql, Math.Min(semicolon + 1, sql.Length)) == sql.Length ? sql[..semicolon] : throw new UsageException(Refusal);
    }

    /// <summary>The position of the first semicolon that is in no text, name or comment; the length of the text if there is none.</summary>
    private static int FindSemicolon(string sql, int start)
    {
        for (var position = start; position < sql.Length; position++)
        {
            if (sql[position] == ';')
            {
                return position;
            }

            // A quote within quotes is written twice, so it ends one text and begins the next.
            position = sql[position] is '\'' or '"' ? Find(sql, sql[position], position + 1)
                : FindEndOfComment(sql, position) is { } end ? end - 1
                : position;
        }

        return sql.Length;
    }

    private static int SkipBlanks(string sql, int position)
    {
        while (position < sql.Length)
        {
            if (char.IsWhiteSpace(sql[position]))
            {
                position++;
            }
            else if (FindEndOfComment(sql, position) is { } end)
            {
                position = end;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    /// <summary>The position behind the comment that begins at a position; null if none begins there.</summary>
    private static int? FindEndOfComment(string sql, int position)
    {
        if (sql.AsSpan(position).StartsWith("--"))
        {
            return Math.Min(sql.AsSpan(position).IndexOfAny('\r', '\n') is >= 0 and var length ? position + length : sql.Length, sql.Length);
        }

        if (!sql.AsSpan(position).StartsWith("/*"))
        {
            return null;
        }

        var end = sql.IndexOf("*/", position + 2, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + 2;
    }

    private static int Find(string sql, char character, int start) => sql.IndexOf(character, start) is >= 0 and var found ? found : sql.Length;
}
