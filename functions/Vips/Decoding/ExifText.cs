using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Vips.Decoding;

/// <summary>
/// EXIF texts as libvips shows them: <c>Jane Doe (Jane Doe, ASCII, 9 components, 9 bytes)</c>, the text, then libexif's
/// rendering of it, and its length with the terminator.
/// </summary>
internal static partial class ExifText
{
    /// <summary>libvips' name of the copyright notice, tag 0x8298 of the first directory.</summary>
    public const string Copyright = "exif-ifd0-Copyright";

    /// <summary>The text alone, trimmed; null if there is none. Bytes that are not UTF-8 are read as Latin-1.</summary>
    public static string? Parse(ReadOnlySpan<byte> shown)
    {
        var length = TextLength(shown);
        var text = Decode(shown[..length]).Trim();
        return text.Length == 0 ? null : text;
    }

    private static int TextLength(ReadOnlySpan<byte> shown)
    {
        // Latin-1 keeps one character for each byte, so that positions agree.
        var match = Suffix().Match(System.Text.Encoding.Latin1.GetString(shown));
        if (!match.Success)
        {
            return shown.Length;
        }

        // The text holds as many bytes as its length says, less the terminator, which some writers leave out.
        var components = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var length in (ReadOnlySpan<int>)[components - 1, components])
        {
            if (length >= 0 && length <= match.Index && shown[length..].StartsWith(" ("u8))
            {
                return length;
            }
        }

        // Terminated early: photographer and editor are separated by a terminator. The photographer is what is shown.
        return Math.Max(0, shown.IndexOf(" ("u8));
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return System.Text.Encoding.Latin1.GetString(text);
        }
    }

    [GeneratedRegex(@", ASCII, ([0-9]{1,9}) components, [0-9]+ bytes\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
