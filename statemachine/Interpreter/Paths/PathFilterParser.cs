using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads the inside of <c>[?(…)]</c>: comparisons, <c>=~ /…/</c> and bare paths, joined by <c>&amp;&amp;</c>, <c>||</c>,
/// <c>!</c> and parentheses.
/// </summary>
internal sealed class PathFilterParser(RichPathParser path)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    public PathFilter Parse()
    {
        var any = new List<PathFilter> { ReadAll() };
        while (TryTake("||"))
        {
            any.Add(ReadAll());
        }

        return any.Count == 1 ? any[0] : new AnyFilter(any);
    }

    private PathFilter ReadAll()
    {
        var all = new List<PathFilter> { ReadOne() };
        while (TryTake("&&"))
        {
            all.Add(ReadOne());
        }

        return all.Count == 1 ? all[0] : new AllFilter(all);
    }

    private PathFilter ReadOne()
    {
        path.SkipSpace();
        if (path.Peek == '!')
        {
            path.At++;
            return new NotFilter(ReadOne());
        }

        if (path.Peek == '(')
        {
            path.At++;
            var inner = Parse();
            path.Expect(')');
            return inner;
        }

        var left = ReadOperand();
        if (TryTake("=~"))
        {
            return new MatchFilter(left, ReadPattern());
        }

        foreach (var symbol in ComparisonFilter.Symbols)
        {
            if (TryTake(symbol))
            {
                return new ComparisonFilter(left, symbol, ReadOperand());
            }
        }

        foreach (var word in ComparisonFilter.Words)
        {
            if (TryTake(word + ' '))
            {
                return new ComparisonFilter(left, word, ReadOperand());
            }
        }

        return left.Path is null ? throw path.Wrong($"compares nothing at position {path.At}") : new ExistenceFilter(left);
    }

    private bool TryTake(string sign)
    {
        path.SkipSpace();
        if (string.CompareOrdinal(path.Text, path.At, sign, 0, sign.Length) != 0)
        {
            return false;
        }

        path.At += sign.Length;
        return true;
    }

    private FilterOperand ReadOperand()
    {
        path.SkipSpace();
        switch (path.Peek)
        {
            case '@' or '$':
                var fromRoot = path.Peek == '$';
                path.At++;
                return new FilterOperand(null, new RichPath(path.ReadSteps()), fromRoot);
            case '\'' or '"':
                return new FilterOperand(JsonValue.Create(path.ReadQuoted()), null, false);
            default:
                return new FilterOperand(ReadLiteral(), null, false);
        }
    }

    // A number, true, false, null or a list of such in brackets.
    private JsonNode? ReadLiteral()
    {
        var start = path.At;
        if (path.Peek == '[')
        {
            var list = new JsonArray();
            do
            {
                path.At++;
                path.SkipSpace();
                if (path.Peek != ']')
                {
                    list.Add(ReadOperand() is { Path: null } item ? item.Value : throw path.Wrong("has a path inside a list"));
                }

                path.SkipSpace();
            }
            while (path.Peek == ',');
            path.Expect(']');
            return list;
        }

        while (char.IsLetterOrDigit(path.Peek) || path.Peek is '.' or '-' or '+')
        {
            path.At++;
        }

        try
        {
            return JsonText.Parse(path.Text[start..path.At]);
        }
        catch (JsonException)
        {
            throw path.Wrong($"has no value or path at position {start}");
        }
    }

    private Regex ReadPattern()
    {
        path.Expect('/');
        var start = path.At;
        while (path.Peek is not '/' and not '\0')
        {
            path.At += path.Peek == '\\' ? 2 : 1;
        }

        var pattern = path.Text[start..Math.Min(path.At, path.Text.Length)];
        path.Expect('/');
        var ignoresCase = path.Peek == 'i';
        path.At += ignoresCase ? 1 : 0;
        try
        {
            // As in Java: the whole text must match.
            return new Regex(
                $@"\A(?:{pattern})\z", (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException wrong)
        {
            throw path.Wrong($"has a pattern that is none: {wrong.Message}");
        }
    }
}
