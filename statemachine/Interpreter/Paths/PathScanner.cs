using System.Globalization;
using System.Text;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads the simple paths of the States Language: <c>$</c>, <c>$$</c> or <c>$variable</c>, then names and indexes
/// (<c>.a</c>, <c>['a b']</c>, <c>[0]</c>). Anything richer (wildcards, slices, filters, descent) is told apart, not read.
/// </summary>
internal ref struct PathScanner(string text)
{
    private readonly string text = text;
    private int at;

    /// <summary>Reads the prefix: null for the input, <c>$</c> for the context object, else a variable's name.</summary>
    /// <exception cref="FormatException">The text does not begin as a path does.</exception>
    public string? ReadRoot()
    {
        if (text.Length == 0 || text[0] != '$')
        {
            throw new FormatException($"a path begins with $, but this is '{text}'");
        }

        at = 1;
        if (at < text.Length && text[at] == '$')
        {
            at++;
            return "$";
        }

        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at == start ? null : text[start..at];
    }

    /// <summary>What the scanner has not read yet.</summary>
    public readonly string Rest => text[at..];

    /// <summary>The segments up to the end; null when the path is a richer one.</summary>
    /// <exception cref="FormatException">The text is no path at all.</exception>
    public List<PathSegment>? ReadSegments()
    {
        var segments = new List<PathSegment>();
        while (at < text.Length)
        {
            var segment = text[at] switch
            {
                '.' => ReadDotted(),
                '[' => ReadBracketed(),
                _ => throw new FormatException($"'{text}' has an unexpected '{text[at]}' at position {at}"),
            };
            if (segment is null)
            {
                return null;
            }

            segments.Add(segment.Value);
        }

        return segments;
    }

    private PathSegment? ReadDotted()
    {
        at++;
        var start = at;
        while (at < text.Length && text[at] is not ('.' or '['))
        {
            if (text[at] is ' ' or '(' or ')' or '\'' or '"' or ',' or ']')
            {
                throw new FormatException($"'{text}' has an unexpected '{text[at]}' at position {at}; write ['…'] for such a name");
            }

            at++;
        }

        if (at == start)
        {
            return at < text.Length ? null : throw new FormatException($"'{text}' ends in the middle of a path");
        }

        return text[start..at] == "*" ? null : new PathSegment(text[start..at], 0);
    }

    private PathSegment? ReadBracketed()
    {
        var quote = at + 1 < text.Length ? text[at + 1] : ' ';
        if (quote is '\'' or '"')
        {
            return ReadQuoted(quote);
        }

        var close = text.IndexOf(']', at);
        if (close < 0)
        {
            throw new FormatException($"'{text}' has a '[' without its ']'");
        }

        if (!int.TryParse(text.AsSpan(at + 1, close - at - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        at = close + 1;
        return new PathSegment(null, index);
    }

    private PathSegment? ReadQuoted(char quote)
    {
        var name = new StringBuilder();
        for (at += 2; at < text.Length && text[at] != quote; at++)
        {
            // Only the quote and the backslash itself are escaped: AWS finds the name Test\"Name under ['Test\"Name'].
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] == quote || text[at + 1] == '\\'))
            {
                at++;
            }

            name.Append(text[at]);
        }

        if (at + 1 < text.Length && text[at + 1] == ',')
        {
            return null;
        }

        if (at + 1 >= text.Length || text[at + 1] != ']')
        {
            throw new FormatException($"'{text}' has a name in quotes without its end");
        }

        at += 2;
        return new PathSegment(name.ToString(), 0);
    }
}
