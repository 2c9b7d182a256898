using System.Globalization;
using System.Text;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Paths;

/// <summary>
/// Reads the simple paths of the States Language: <c>$</c>, <c>$$</c> or <c>$variable</c>, then names and indexes
/// (<c>.a</c>, <c>['a b']</c>, <c>[0]</c>). It detects other paths (wildcards, slices, filters, descent) but does not read them.
/// </summary>
internal ref struct PathScanner(string text)
{
    private readonly string _text = text;
    private int _position;

    /// <summary>Reads the prefix: null for the input, <c>$</c> for the context object, otherwise the name of a variable.</summary>
    /// <exception cref="FormatException">The text does not begin with <c>$</c>.</exception>
    public string? ReadRoot()
    {
        if (_text.Length == 0 || _text[0] != '$')
        {
            throw new FormatException($"'{Abbreviation.Shorten(_text)}' is not a path; a path begins with $");
        }

        _position = 1;
        if (_position < _text.Length && _text[_position] == '$')
        {
            _position++;
            return "$";
        }

        var start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] == '_'))
        {
            _position++;
        }

        return _position == start ? null : _text[start.._position];
    }

    /// <summary>What the scanner has not read yet.</summary>
    public readonly string Rest => _text[_position..];

    /// <summary>Reads the segments up to the end; null if the path is not a simple one.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public List<PathSegment>? ReadSegments()
    {
        var segments = new List<PathSegment>();
        while (_position < _text.Length)
        {
            var segment = _text[_position] switch
            {
                '.' => ReadDotted(),
                '[' => ReadBracketed(),
                _ => throw new FormatException($"'{Abbreviation.Shorten(_text)}' has an unexpected '{_text[_position]}' at position {_position}"),
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
        _position++;
        var start = _position;
        while (_position < _text.Length && _text[_position] is not ('.' or '['))
        {
            if (_text[_position] is ' ' or '(' or ')' or '\'' or '"' or ',' or ']')
            {
                throw new FormatException($"'{Abbreviation.Shorten(_text)}' has an unexpected '{_text[_position]}' at position {_position}; write such a name as ['…']");
            }

            _position++;
        }

        if (_position == start)
        {
            return _position < _text.Length ? null : throw new FormatException($"'{Abbreviation.Shorten(_text)}' ends in the middle of a path");
        }

        return _text[start.._position] == "*" ? null : new PathSegment(_text[start.._position], 0);
    }

    private PathSegment? ReadBracketed()
    {
        var quote = _position + 1 < _text.Length ? _text[_position + 1] : ' ';
        if (quote is '\'' or '"')
        {
            return ReadQuoted(quote);
        }

        var close = _text.IndexOf(']', _position);
        if (close < 0)
        {
            throw new FormatException($"'{Abbreviation.Shorten(_text)}' has a '[' without a matching ']'");
        }

        if (!int.TryParse(_text.AsSpan(_position + 1, close - _position - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        _position = close + 1;
        return new PathSegment(null, index);
    }

    private PathSegment? ReadQuoted(char quote)
    {
        var name = new StringBuilder();
        for (_position += 2; _position < _text.Length && _text[_position] != quote; _position++)
        {
            // A backslash escapes only the quote and itself: AWS finds the name Test\"Name under ['Test\"Name'].
            if (_text[_position] == '\\' && _position + 1 < _text.Length && (_text[_position + 1] == quote || _text[_position + 1] == '\\'))
            {
                _position++;
            }

            name.Append(_text[_position]);
        }

        if (_position + 1 < _text.Length && _text[_position + 1] == ',')
        {
            return null;
        }

        if (_position + 1 >= _text.Length || _text[_position + 1] != ']')
        {
            throw new FormatException($"'{Abbreviation.Shorten(_text)}' has a quoted name without a closing quote and ']'");
        }

        _position += 2;
        return new PathSegment(name.ToString(), 0);
    }
}
