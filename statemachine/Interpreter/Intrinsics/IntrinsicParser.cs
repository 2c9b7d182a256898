using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads <c>States.Format('…', $.path, States.Array(1, true))</c>: strings in single quotes (with <c>\'</c>, <c>\{</c>,
/// <c>\}</c> and <c>\\</c> for those characters), numbers, true, false, null, paths and nested calls.
/// </summary>
internal sealed class IntrinsicParser(string text, string field)
{
    private const string Delimiters = ",)";
    private int _at;

    /// <exception cref="FormatException">The text is no call of a known function with a fitting number of arguments.</exception>
    public Expression Parse()
    {
        var call = ReadCall();
        SkipSpace();
        return _at == text.Length ? call : throw Wrong("there is text after the function");
    }

    private CallExpression ReadCall()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        var name = text[start.._at];
        var function = IntrinsicFunction.Named(name) ?? throw Wrong($"'{name}' is no intrinsic function");
        if (_at == text.Length || text[_at] != '(')
        {
            throw Wrong($"'(' must follow {name}");
        }

        _at++;
        var arguments = ReadArguments();
        return function.Takes(arguments.Count)
            ? new CallExpression(function, arguments, text[start.._at])
            : throw Wrong($"{name} takes {function.Arity} arguments, not {arguments.Count}");
    }

    private List<Expression> ReadArguments()
    {
        var arguments = new List<Expression>();
        SkipSpace();
        if (Peek == ')')
        {
            _at++;
            return arguments;
        }

        while (true)
        {
            SkipSpace();
            arguments.Add(ReadArgument());
            SkipSpace();
            switch (Peek)
            {
                case ',':
                    _at++;
                    break;
                case ')':
                    _at++;
                    return arguments;
                default:
                    throw Wrong("a ',' or ')' is missing");
            }
        }
    }

    private Expression ReadArgument() => Peek switch
    {
        '\'' => ReadString(),
        '$' => new PathExpression(DataPath.Parse(ReadPath()), field),
        'S' => ReadCall(),
        _ => ReadScalar(),
    };

    private LiteralExpression ReadString()
    {
        var (plain, template) = (new StringBuilder(), new StringBuilder());
        for (_at++; Peek is not '\'' and not '\0'; _at++)
        {
            if (Peek == '\\' && _at + 1 < text.Length && (text[_at + 1] is '\'' or '{' or '}' or '\\'))
            {
                template.Append('\\');
                _at++;
            }

            plain.Append(text[_at]);
            template.Append(text[_at]);
        }

        if (Peek == '\0')
        {
            throw Wrong("a string has no end");
        }

        _at++;
        return new LiteralExpression(JsonValue.Create(plain.ToString()), template.ToString());
    }

    // A path ends at a ',' or ')' that is not inside its brackets.
    private string ReadPath()
    {
        var start = _at;
        for (var depth = 0; _at < text.Length; _at++)
        {
            var character = text[_at];
            if (depth > 0 && (character is '\'' or '"'))
            {
                for (_at++; _at < text.Length && text[_at] != character; _at++)
                {
                    _at += text[_at] == '\\' ? 1 : 0;
                }
            }
            else if (character == '[')
            {
                depth++;
            }
            else if (character == ']')
            {
                depth--;
            }
            else if (depth == 0 && Delimiters.Contains(character, StringComparison.Ordinal))
            {
                break;
            }
        }

        return text[start..Math.Min(_at, text.Length)].TrimEnd();
    }

    private LiteralExpression ReadScalar()
    {
        var start = _at;
        while (_at < text.Length && !Delimiters.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        var written = text[start.._at].Trim();
        try
        {
            return JsonNode.Parse(written) is var node and (null or JsonValue) && !written.StartsWith('"')
                ? new LiteralExpression(node, null)
                : throw Wrong($"'{written}' is no argument");
        }
        catch (JsonException)
        {
            throw Wrong($"'{written}' is no argument");
        }
    }

    private char Peek => _at < text.Length ? text[_at] : '\0';

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private FormatException Wrong(string why) => new($"'{text}': {why}");
}
