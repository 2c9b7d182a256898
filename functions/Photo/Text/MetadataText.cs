using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Photo.Text;

/// <summary>Turns bytes and strings of metadata into text that can be stored.</summary>
internal static class MetadataText
{
    /// <summary>Maximum length of a text in UTF-16 units. A longer one is cut.</summary>
    public const int MaxLength = 1_000;

    // More than a text of the maximum length needs in any encoding, with room for spaces at its start.
    private const int MaxCharacters = MaxLength * 4;
    private const int MaxBytes = MaxCharacters * 4;

    // Windows-1252 is Latin-1 with characters in place of the control characters 0x80 to 0x9F. Zero stands for none.
    private const string Windows1252 =
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    /// <summary>Decodes and cleans a text that ends at its first zero byte.</summary>
    /// <returns>Null if nothing but white space is left.</returns>
    public static string? Read(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        return Clean(Decode(text[..Math.Min(text.Length, MaxBytes)]));
    }

    /// <summary>Decodes and cleans UTF-16, as Windows writes it into EXIF.</summary>
    public static string? ReadUtf16(ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.Unicode.GetString(text[..Math.Min(text.Length & ~1, MaxBytes)]);
        var end = decoded.IndexOf('\0', StringComparison.Ordinal);
        return Clean(end < 0 ? decoded : decoded[..end]);
    }

    /// <summary>
    /// Decodes UTF-8, or Windows-1252 (Latin-1) if the bytes are not UTF-8. Text that is mostly UTF-8, such as one that was cut within a
    /// character, loses only the bytes that are not.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        var (characters, strays) = CountUtf8(text);
        return characters >= strays ? Encoding.UTF8.GetString(text).Replace("\uFFFD", string.Empty, StringComparison.Ordinal) : DecodeWindows1252(text);
    }

    /// <summary>
    /// Turns line breaks and tabs into a space, drops other control characters and halves of surrogate pairs, trims the text, and cuts it to
    /// <see cref="MaxLength"/>, never within a character.
    /// </summary>
    /// <returns>Null if nothing is left.</returns>
    public static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        var rest = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        while (!rest.IsEmpty)
        {
            var isCharacter = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            rest = rest[length..];
            var isBreak = rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029;
            if (!isCharacter || rune.Value is 0xFEFF or 0xFFFE or 0xFFFF || (Rune.IsControl(rune) && !isBreak))
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            if (!isBreak)
            {
                clean.Append(rune.ToString());
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
            else
            {
                continue;
            }

            if (clean.Length == 1 && clean[0] == ' ')
            {
                clean.Clear(); // white space at the start does not count towards the length
            }
        }

        var result = clean.ToString().Trim();
        return result.Length == 0 ? null : result;
    }

    /// <summary>Counts characters of several bytes, and sequences that are not UTF-8.</summary>
    private static (int Characters, int Strays) CountUtf8(ReadOnlySpan<byte> text)
    {
        var (characters, strays) = (0, 0);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var length);
            characters += status == OperationStatus.Done && length > 1 ? 1 : 0;
            // A character that the end cuts off was one.
            strays += status == OperationStatus.InvalidData || (status == OperationStatus.NeedMoreData && characters == 0) ? 1 : 0;
            text = text[length..];
        }

        return (characters, strays);
    }

    private static string DecodeWindows1252(ReadOnlySpan<byte> text)
    {
        var decoded = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            decoded[i] = text[i] is >= 0x80 and < 0xA0 ? Windows1252[text[i] - 0x80] : (char)text[i];
        }

        return new(decoded);
    }
}
