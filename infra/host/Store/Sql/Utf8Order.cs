using System.Text;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// The order of UTF-8 bytes, as in S3's lists and SQLite's indexes. .NET's ordinal order differs for characters beyond the basic plane.
/// </summary>
public static class Utf8Order
{
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    /// <summary>The smallest text after all texts that begin with a prefix; null if there is none.</summary>
    internal static string? PrefixUpperBound(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var next = runes[^1].Value + 1;
            runes.RemoveAt(runes.Count - 1);
            if (next <= 0x10FFFF)
            {
                // Skip the surrogates: they are not characters.
                runes.Add(new Rune(next == 0xD800 ? 0xE000 : next));
                return string.Concat(runes);
            }
        }

        return null;
    }
}
