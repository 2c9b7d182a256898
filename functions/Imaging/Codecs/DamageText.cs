using System.Text;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Codecs;

/// <summary>
/// Says in plain words why a file cannot be read. Libraries' own texts name source files, functions and boxes, and change with every
/// version; they stay in the inner exception.
/// </summary>
public static class DamageText
{
    private const string EndsEarly = "the file ends before the picture is complete";
    private const string IsDamaged = "its compressed data are damaged";

    /// <summary>What libraries say, without spaces and in lower case, and what it means. The first match counts.</summary>
    private static readonly (string[] Fragments, string Meaning)[] Meanings =
    [
        (["listlength"], "it has more frames than can be read"),
        (["premature", "unexpectedend", "unexpectedeof", "endoffile", "endofdata", "endofinput", "truncat", "insufficient", "outsideoffile", "notenough", "readerror",
            "ranoutof", "outofdata", "tooshort", "readpastend", "eofatstrip", "missingdata", "shortread"], EndsEarly),
        (["crc", "checksum"], "a checksum does not match its data"),
        (["exceedslimit", "toolarge", "toobig", "maximumimage", "maximumsupported", "dimensions", "securitylimit"], "its dimensions are more than can be read"),
        (["gridimage", "metabox", "irefbox", "box", "noitem", "primaryitem"], "its table of contents is damaged"),
        (["profile", "icc"], "its colour profile is damaged"),
        (["improperimageheader", "header", "nota", "magicnumber", "signature", "ihdr", "noimage", "knownfileformat", "startswith"], "its header is damaged"),
        (["huffman", "inflate", "zlib", "lzw", "decod", "decompress", "uncompress", "corrupt", "bitstream", "bogus", "invalidcode", "badcode", "compresseddata"],
            IsDamaged),
        (["unsupported", "notsupported", "notimplemented", "omittedatcompiletime"], "it uses a variant of the format that cannot be read"),
        (["palette", "colormap", "colourmap"], "its palette is damaged"),
    ];

    /// <summary>The message for a file that ends before its last picture does.</summary>
    public static string DescribeCut(ImageFormat format) => Describe(format, EndsEarly);

    /// <summary>The message for a file that a library cannot read.</summary>
    /// <param name="source">The file. Libraries also run out of data that are there but damaged.</param>
    /// <param name="format">Format of the file.</param>
    /// <param name="libraryText">The library's own text.</param>
    /// <param name="isHeader">Whether the header was being read; otherwise pixels were.</param>
    public static string Describe(ImageSource source, ImageFormat format, string libraryText, bool isHeader)
    {
        var text = RemovePlace(libraryText);
        var meaning = Array.Find(Meanings, meaning => Array.Exists(meaning.Fragments, fragment => text.Contains(fragment, StringComparison.Ordinal))).Meaning;
        meaning = meaning == EndsEarly && HasItsEnd(source, format) ? IsDamaged : meaning;
        return Describe(format, meaning ?? (isHeader ? "its header is damaged" : "its pixels cannot be decoded"));
    }

    private static bool HasItsEnd(ImageSource source, ImageFormat format)
    {
        var mark = MissingEnd.GetMark(format);
        Span<byte> end = stackalloc byte[mark.Length];
        return !mark.IsEmpty && source.Length >= mark.Length && source.Read(end, source.Length - mark.Length) == mark.Length && end.SequenceEqual(mark);
    }

    private static string Describe(ImageFormat format, string meaning) => $"The {format.DisplayName()} cannot be read: {meaning}.";

    /// <summary>Keeps the letters before the file name and the place in the source code.</summary>
    private static string RemovePlace(string text)
    {
        var end = text.AsSpan().IndexOfAny('`', '@');
        var letters = new StringBuilder(text.Length);
        foreach (var letter in end < 0 ? text : text[..end])
        {
            if (char.IsAsciiLetter(letter))
            {
                letters.Append(char.ToLowerInvariant(letter));
            }
        }

        return letters.ToString();
    }
}
