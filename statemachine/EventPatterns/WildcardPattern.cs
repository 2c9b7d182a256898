using System.Text;

namespace Pipeline.EventPatterns;

/// <summary>
/// Text in which <c>*</c> stands for any characters, none too; <c>\*</c> and <c>\\</c> for themselves.
/// Source: Amazon EventBridge User Guide, "Comparison operators", matching using wildcards.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly IReadOnlyList<string> _pieces;

    private WildcardPattern(IReadOnlyList<string> pieces) => _pieces = pieces;

    /// <returns>Null where the text is not valid; <paramref name="problem"/> then tells why.</returns>
    public static WildcardPattern? Parse(string text, out string problem)
    {
        problem = "";
        List<string> pieces = [];
        var piece = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                if (i + 1 == text.Length || text[i + 1] is not ('*' or '\\'))
                {
                    problem = $"has a backslash at character {i} that escapes neither * nor \\.";
                    return null;
                }

                piece.Append(text[++i]);
            }
            else if (text[i] != '*')
            {
                piece.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '*')
            {
                problem = $"has two wildcards in a row at character {i}; one says the same.";
                return null;
            }
            else
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
        }

        pieces.Add(piece.ToString());
        return new(pieces);
    }

    public bool Matches(string text)
    {
        if (_pieces.Count == 1)
        {
            return text == _pieces[0];
        }

        var (first, last) = (_pieces[0], _pieces[^1]);
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        // Between the ends, taking each piece where it first occurs leaves the most to the pieces after it.
        var middle = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in _pieces.Skip(1).SkipLast(1))
        {
            var at = middle.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            middle = middle[(at + piece.Length)..];
        }

        return true;
    }
}
