using System.Globalization;
using System.Text;

namespace Pipeline.Host.Store.Files;

/// <summary>Encodes one segment of a key as file names that every common file system accepts; README.md has the rules.</summary>
internal static class NameEscape
{
    /// <summary>
    /// Maximum size of a piece, in bytes. File systems allow 255, and marks need up to 54: a case pattern of 180 letters, and the others.
    /// </summary>
    private const int MaxPieceBytes = 180;

    private const string Empty = "%_";

    /// <summary>Encodes a segment, in several pieces if it is too long for one.</summary>
    public static IReadOnlyList<string> Encode(string segment, NamingRules rules)
    {
        if (segment.Length == 0)
        {
            return [Empty];
        }

        var pieces = new List<string>(1);
        var (start, bytes) = (0, 0);
        for (var index = 0; index < segment.Length;)
        {
            var rune = Rune.GetRuneAt(segment, index);
            var cost = MustEscape(rune, rules) ? 3 * rune.Utf8SequenceLength : rune.Utf8SequenceLength;

            // The first and the last character of a piece may need an escape because of their position: two more bytes each.
            if (bytes + cost > MaxPieceBytes - 4)
            {
                pieces.Add(EncodePiece(segment[start..index], rules));
                (start, bytes) = (index, 0);
            }

            bytes += cost;
            index += rune.Utf16SequenceLength;
        }

        pieces.Add(EncodePiece(segment[start..], rules));
        return pieces;
    }

    /// <summary>Appends the decoded text of a piece.</summary>
    /// <returns>False if <see cref="Encode"/> did not create the piece.</returns>
    public static bool TryDecode(string piece, StringBuilder segment)
    {
        if (piece == Empty)
        {
            return true;
        }

        var bytes = new List<byte>(piece.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var index = 0; index < piece.Length;)
        {
            if (piece[index] != '%')
            {
                if (!Rune.TryGetRuneAt(piece, index, out var rune))
                {
                    return false;
                }

                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
                index += rune.Utf16SequenceLength;
            }
            else if (CasePattern.IsMarkAt(piece, index))
            {
                index = CasePattern.FindMarkEnd(piece, index);
            }
            else if (index + 2 < piece.Length && byte.TryParse(
                piece.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                index += 3;
            }
            else
            {
                return false;
            }
        }

        segment.Append(Encoding.UTF8.GetString(bytes.ToArray()));
        return true;
    }

    private static string EncodePiece(string piece, NamingRules rules)
    {
        var name = new StringBuilder(piece.Length + 16);
        var isReserved = ReservedNames.Contains(piece);
        for (var index = 0; index < piece.Length;)
        {
            var rune = Rune.GetRuneAt(piece, index);
            var next = index + rune.Utf16SequenceLength;
            if (MustEscape(rune, rules) || (index == 0 && isReserved) || (next == piece.Length && piece[index] is '.' or ' '))
            {
                Escape(name, rune);
            }
            else
            {
                name.Append(piece, index, next - index);
            }

            index = next;
        }

        return rules != NamingRules.CaseSensitive ? CasePattern.AddMark(name.ToString()) : name.ToString();
    }

    /// <summary>Characters that Windows refuses, the escape character, control characters, and what the rules add.</summary>
    private static bool MustEscape(Rune rune, NamingRules rules) =>
        Rune.IsControl(rune)
        || rune.Value is '%' or '\\' or '<' or '>' or ':' or '"' or '|' or '?' or '*'
        || (rules != NamingRules.CaseSensitive && !rune.IsAscii)
        || (rules == NamingRules.Windows && rune.Value == '~');

    private static void Escape(StringBuilder name, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            name.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
    }
}
