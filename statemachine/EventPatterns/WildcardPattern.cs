using System.Text;

namespace Pipeline.EventPatterns;

/// <summary>
/// Text in which <c>*</c> stands for any number of characters, including none. <c>\*</c> and <c>\\</c> stand for
/// <c>*</c> and <c>\</c>. Source: Amazon EventBridge User Guide, "Comparison operators", matching using wildcards.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly IReadOnlyList<string> _pieces;

    private WildcardPattern(IReadOnlyList<string> pieces) => _pieces = pieces;

    /// <returns>Null if the text is not valid; <paramref name="problem"/> then has the reason.</returns>
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
                problem = $"has two wildcards in a row at character {i}; use one.";
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

        // Match each inner piece at its first occurrence: that leaves the most text for the pieces after it.
        var middle = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in _pieces.Skip(1).SkipLast(1))
        {
            var index = middle.IndexOf(piece, StringComparison.Ordinal);
            if (index < 0)
            {
                return false;
            }

            middle = middle[(index + piece.Length)..];
        }

        return true;
    }
}
