using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Imaging.Metadata;

/// <summary>Turns the bytes of a copyright notice into text.</summary>
internal static class CopyrightText
{
    /// <summary>Maximum length of a notice in UTF-16 units. A longer one is cut: it becomes part of records and of every rendition.</summary>
    public const int MaxLength = 1_000;

    // Enough for the longest notice in any encoding.
    private const int MaxBytes = MaxLength * 4;

    /// <summary>Decodes UTF-8, or Latin-1 if the bytes are not UTF-8. The text ends at the first zero.</summary>
    /// <returns>Null if nothing but white space is left.</returns>
    public static string? Decode(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        var encoding = Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1;
        return Normalize(encoding.GetString(text[..Math.Min(text.Length, MaxBytes)]));
    }

    /// <summary>Trims the text, replaces control characters by spaces, and cuts it to <see cref="MaxLength"/>.</summary>
    /// <returns>Null if nothing is left.</returns>
    public static string? Normalize(string text)
    {
        var clean = string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }).Trim();
        if (clean.Length > MaxLength)
        {
            // Never in the middle of a character.
            var length = 0;
            while (length + StringInfo.GetNextTextElementLength(clean, length) is var next && next <= MaxLength)
            {
                length = next;
            }

            clean = clean[..length].TrimEnd();
        }

        return clean.Length == 0 ? null : clean;
    }
}
