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
    private int at;

    /// <exception cref="FormatException">The text is no call of a known function with a fitting number of arguments.</exception>
    public Expression Parse()
    {
        var call = ReadCall();
        SkipSpace();
        return at == text.Length ? call : throw Wrong("there is text after the function");
    }

    private CallExpression ReadCall()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        var name = text[start..at];
        var function = IntrinsicFunction.Named(name) ?? throw Wrong($"'{name}' is no intrinsic function");
        if (at == text.Length || text[at] != '(')
        {
            throw Wrong($"'(' must follow {name}");
        }

        at++;
        var arguments = ReadArguments();
        return function.Takes(arguments.Count)
            ? new CallExpression(function, arguments, text[start..at])
            : throw Wrong($"{name} takes {function.Arity} arguments, not {arguments.Count}");
    }

    private List<Expression> ReadArguments()
    {
        var arguments = new List<Expression>();
        SkipSpace();
        if (Peek == ')')
        {
            at++;
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
                    at++;
                    break;
                case ')':
                    at++;
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
        for (at++; Peek is not '\'' and not '\0'; at++)
        {
            if (Peek == '\\' && at + 1 < text.Length && (text[at + 1] is '\'' or '{' or '}' or '\\'))
            {
                template.Append('\\');
                at++;
            }

            plain.Append(text[at]);
            template.Append(text[at]);
        }

        if (Peek == '\0')
        {
            throw Wrong("a string has no end");
        }

        at++;
        return new LiteralExpression(JsonValue.Create(plain.ToString()), template.ToString());
    }

    // A path ends at a ',' or ')' that is not inside its brackets.
    private string ReadPath()
    {
        var start = at;
        for (var depth = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (depth > 0 && (character is '\'' or '"'))
            {
                for (at++; at < text.Length && text[at] != character; at++)
                {
                    at += text[at] == '\\' ? 1 : 0;
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

        return text[start..Math.Min(at, text.Length)].TrimEnd();
    }

    private LiteralExpression ReadScalar()
    {
        var start = at;
        while (at < text.Length && !Delimiters.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        var written = text[start..at].Trim();
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

    private char Peek => at < text.Length ? text[at] : '\0';

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private FormatException Wrong(string why) => new($"'{text}': {why}");
}
