using System.Globalization;
using System.Text;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads the simple paths of the States Language: <c>$</c>, <c>$$</c> or <c>$variable</c>, then names and indexes
/// (<c>.a</c>, <c>['a b']</c>, <c>[0]</c>). Anything richer (wildcards, slices, filters, descent) is told apart, not read.
/// </summary>
internal ref struct PathScanner(string _text)
{
    private readonly string _text = _text;
    private int _at;

    /// <summary>Reads the prefix: null for the input, <c>$</c> for the context object, else a variable's name.</summary>
    /// <exception cref="FormatException">The text does not begin as a path does.</exception>
    public string? ReadRoot()
    {
        if (_text.Length == 0 || _text[0] != '$')
        {
            throw new FormatException($"a path begins with $, but this is '{_text}'");
        }

        _at = 1;
        if (_at < _text.Length && _text[_at] == '$')
        {
            _at++;
            return "$";
        }

        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _at == start ? null : _text[start.._at];
    }

    /// <summary>What the scanner has not read yet.</summary>
    public readonly string Rest => _text[_at..];

    /// <summary>The segments up to the end; null when the path is a richer one.</summary>
    /// <exception cref="FormatException">The text is no path at all.</exception>
    public List<PathSegment>? ReadSegments()
    {
        var segments = new List<PathSegment>();
        while (_at < _text.Length)
        {
            var segment = _text[_at] switch
            {
                '.' => ReadDotted(),
                '[' => ReadBracketed(),
                _ => throw new FormatException($"'{_text}' has an unexpected '{_text[_at]}' at position {_at}"),
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
        _at++;
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('.' or '['))
        {
            if (_text[_at] is ' ' or '(' or ')' or '\'' or '"' or ',' or ']')
            {
                throw new FormatException($"'{_text}' has an unexpected '{_text[_at]}' at position {_at}; write ['…'] for such a name");
            }

            _at++;
        }

        if (_at == start)
        {
            return _at < _text.Length ? null : throw new FormatException($"'{_text}' ends in the middle of a path");
        }

        return _text[start.._at] == "*" ? null : new PathSegment(_text[start.._at], 0);
    }

    private PathSegment? ReadBracketed()
    {
        var quote = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        if (quote is '\'' or '"')
        {
            return ReadQuoted(quote);
        }

        var close = _text.IndexOf(']', _at);
        if (close < 0)
        {
            throw new FormatException($"'{_text}' has a '[' without its ']'");
        }

        if (!int.TryParse(_text.AsSpan(_at + 1, close - _at - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        _at = close + 1;
        return new PathSegment(null, index);
    }

    private PathSegment? ReadQuoted(char quote)
    {
        var name = new StringBuilder();
        for (_at += 2; _at < _text.Length && _text[_at] != quote; _at++)
        {
            // Only the quote and the backslash itself are escaped: AWS finds the name Test\"Name under ['Test\"Name'].
            if (_text[_at] == '\\' && _at + 1 < _text.Length && (_text[_at + 1] == quote || _text[_at + 1] == '\\'))
            {
                _at++;
            }

            name.Append(_text[_at]);
        }

        if (_at + 1 < _text.Length && _text[_at + 1] == ',')
        {
            return null;
        }

        if (_at + 1 >= _text.Length || _text[_at + 1] != ']')
        {
            throw new FormatException($"'{_text}' has a name in quotes without its end");
        }

        _at += 2;
        return new PathSegment(name.ToString(), 0);
    }
}
