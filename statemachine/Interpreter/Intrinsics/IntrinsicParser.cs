using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>
/// Reads <c>States.Format('…', $.path, States.Array(1, true))</c>: strings in single quotes (with <c>\'</c>, <c>\{</c>,
/// <c>\}</c> and <c>\\</c> for those characters), numbers, true, false, null, paths and nested calls.
/// </summary>
internal sealed class IntrinsicParser(string text, string field)
{
    private const string Delimiters = ",)";

    // AWS nests at most ten functions in one field.
    private const int MaxDepth = 10;

    private int _position;
    private int _depth;

    /// <exception cref="FormatException">The text is not a call of a known function with a valid number of arguments.</exception>
    public Expression Parse()
    {
        var call = ReadCall();
        SkipWhiteSpace();
        return _position == text.Length ? call : throw CreateError("there is unexpected text after the function");
    }

    private CallExpression ReadCall()
    {
        var start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] == '.'))
        {
            _position++;
        }

        var name = text[start.._position];
        var function = IntrinsicFunction.Find(name) ?? throw CreateError($"'{name}' is not an intrinsic function");
        if (_position == text.Length || text[_position] != '(')
        {
            throw CreateError($"'(' must follow {name}");
        }

        if (++_depth > MaxDepth)
        {
            throw new FormatException($"'{name}' at position {start} is nested more than {MaxDepth} deep");
        }

        _position++;
        var arguments = ReadArguments();
        _depth--;
        return function.AcceptsCount(arguments.Count)
            ? new CallExpression(function, arguments, text[start.._position])
            : throw CreateError($"{name} takes {function.Arity} arguments, not {arguments.Count}");
    }

    private List<Expression> ReadArguments()
    {
        var arguments = new List<Expression>();
        SkipWhiteSpace();
        if (Peek == ')')
        {
            _position++;
            return arguments;
        }

        while (true)
        {
            SkipWhiteSpace();
            arguments.Add(ReadArgument());
            SkipWhiteSpace();
            switch (Peek)
            {
                case ',':
                    _position++;
                    break;
                case ')':
                    _position++;
                    return arguments;
                default:
                    throw CreateError("a ',' or ')' is missing");
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
        var (value, template) = (new StringBuilder(), new StringBuilder());
        for (_position++; Peek is not '\'' and not '\0'; _position++)
        {
            if (Peek == '\\')
            {
                template.Append('\\');
                _position++;
                if (Peek is not ('\'' or '{' or '}' or '\\'))
                {
                    throw CreateError($"'\\{(Peek == '\0' ? "" : Peek)}' is not an escape; a backslash precedes only ', {{, }} or another backslash");
                }
            }

            value.Append(text[_position]);
            template.Append(text[_position]);
        }

        if (Peek == '\0')
        {
            throw CreateError("a string has no closing quote");
        }

        _position++;
        return new LiteralExpression(JsonValue.Create(value.ToString()), template.ToString());
    }

    // A path ends at a ',' or ')' that is not inside its brackets.
    private string ReadPath()
    {
        var start = _position;
        for (var depth = 0; _position < text.Length; _position++)
        {
            var character = text[_position];
            if (depth > 0 && (character is '\'' or '"'))
            {
                for (_position++; _position < text.Length && text[_position] != character; _position++)
                {
                    _position += text[_position] == '\\' ? 1 : 0;
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

        return text[start..Math.Min(_position, text.Length)].TrimEnd();
    }

    private LiteralExpression ReadScalar()
    {
        var start = _position;
        while (_position < text.Length && !Delimiters.Contains(text[_position], StringComparison.Ordinal))
        {
            _position++;
        }

        var token = text[start.._position].Trim();
        try
        {
            return JsonNode.Parse(token) is var node and (null or JsonValue) && !token.StartsWith('"')
                ? new LiteralExpression(node, null)
                : throw CreateError($"'{token}' is not a valid argument");
        }
        catch (JsonException)
        {
            throw CreateError($"'{token}' is not a valid argument");
        }
    }

    private char Peek => _position < text.Length ? text[_position] : '\0';

    private void SkipWhiteSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private FormatException CreateError(string problem) => new($"'{Abbreviation.Shorten(text)}': {problem}");
}
