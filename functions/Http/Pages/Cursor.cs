using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pipeline.Http.Pages;

/// <summary>Where a page of a list begins, as an opaque text that is valid for its list only.</summary>
internal static class Cursor
{
    private const char Separator = '\n';

    /// <param name="list">What is listed: the same text for every page.</param>
    /// <param name="position">Where the next page begins.</param>
    public static string Create(string list, string position) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Escape(list)}{Separator}{position}"))
            .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>Reads the position.</summary>
    /// <returns>False if the text is not a cursor of this list.</returns>
    public static bool TryRead(string cursor, string list, [NotNullWhen(true)] out string? position)
    {
        position = null;
        var base64 = cursor.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var start = $"{Escape(list)}{Separator}";
        if (!text.StartsWith(start, StringComparison.Ordinal) || text.Length == start.Length)
        {
            return false;
        }

        position = text[start.Length..];
        return true;
    }

    // A prefix may have a line feed, too.
    private static string Escape(string list) => Uri.EscapeDataString(list);
}
