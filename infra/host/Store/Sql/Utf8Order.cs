using System.Text;

namespace Pipeline.Host.Store.Sql;

/// <summary>The order of S3's lists and of SQLite's indexes. .NET's ordinal order differs beyond the basic plane.</summary>
public static class Utf8Order
{
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    /// <summary>The least text that comes after all that begins with a prefix; null when there is none.</summary>
    public static string? PrefixUpperBound(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var next = runes[^1].Value + 1;
            runes.RemoveAt(runes.Count - 1);
            if (next <= 0x10FFFF)
            {
                // Surrogates are no characters.
                runes.Add(new Rune(next == 0xD800 ? 0xE000 : next));
                return string.Concat(runes);
            }
        }

        return null;
    }
}
