using System.Globalization;
using System.Text;

namespace Pipeline.Interpreter;

/// <summary>Reads JSONPath: <c>$..a</c>, <c>$.a[*].b</c>, <c>$['a','b']</c>, <c>$.a[0,1]</c>, <c>$.a[1:-1]</c>, <c>$.a[?(@.b &gt; 1)]</c>.</summary>
internal sealed class RichPathParser(string text)
{
    private const string AfterName = ".[ ()=!<>&|,]'\"";

    /// <summary>Where the reader is: the filter's parser goes on from there.</summary>
    public int At { get; set; }

    public string Text => text;

    public char Peek => At < text.Length ? text[At] : '\0';

    /// <exception cref="FormatException">The text is no JSONPath.</exception>
    public IReadOnlyList<PathStep> Parse()
    {
        At = 1;
        var steps = ReadSteps();
        return At == text.Length ? steps : throw Wrong($"has an unexpected '{Peek}' at position {At}");
    }

    /// <summary>The steps up to what cannot be a part of a path.</summary>
    public List<PathStep> ReadSteps()
    {
        var steps = new List<PathStep>();
        while (Peek is '.' or '[')
        {
            var descends = Peek == '.' && At + 1 < text.Length && text[At + 1] == '.';
            At += descends ? 2 : Peek == '.' ? 1 : 0;
            steps.Add(new PathStep(Peek == '[' ? ReadBrackets() : ReadDotted(), descends));
        }

        return steps;
    }

    public void SkipSpace()
    {
        while (Peek == ' ')
        {
            At++;
        }
    }

    public void Expect(char wanted)
    {
        SkipSpace();
        if (Peek != wanted)
        {
            throw Wrong($"needs a '{wanted}' at position {At}");
        }

        At++;
    }

    /// <summary>A text in quotes; a backslash makes the quote and itself ordinary.</summary>
    public string ReadQuoted()
    {
        var quote = Peek;
        var read = new StringBuilder();
        for (At++; Peek != quote; At++)
        {
            if (Peek == '\\' && At + 1 < text.Length && (text[At + 1] == quote || text[At + 1] == '\\'))
            {
                At++;
            }

            read.Append(Peek == '\0' ? throw Wrong("has a text in quotes without its end") : Peek);
        }

        At++;
        return read.ToString();
    }

    public FormatException Wrong(string why) => new($"'{text}' {why}");

    private PathSelector ReadDotted()
    {
        var start = At;
        while (At < text.Length && !AfterName.Contains(Peek, StringComparison.Ordinal))
        {
            At++;
        }

        return text[start..At] switch
        {
            "" => throw Wrong(At < text.Length ? $"has an unexpected '{Peek}' at position {At}" : "ends in the middle of a path"),
            "*" => new WildcardSelector(),
            _ when Peek == '(' => throw Wrong($"calls {text[start..At]}(), but functions of JSONPath are not supported; use an intrinsic function"),
            var name => new NameSelector(name),
        };
    }

    private PathSelector ReadBrackets()
    {
        At++;
        SkipSpace();
        PathSelector selector;
        switch (Peek)
        {
            case '*':
                At++;
                selector = new WildcardSelector();
                break;
            case '?':
                At++;
                Expect('(');
                selector = new FilterSelector(new PathFilterParser(this).Parse());
                Expect(')');
                break;
            case '\'' or '"':
                var names = ReadList(() => Peek is '\'' or '"' ? ReadQuoted() : throw Wrong($"needs a name in quotes at position {At}"));
                Expect(']');
                return names.Count == 1 ? new NameSelector(names[0]) : new NamesSelector(names, isLast: At == text.Length);
            default:
                selector = ReadNumbers();
                break;
        }

        Expect(']');
        return selector;
    }

    private PathSelector ReadNumbers()
    {
        var close = text.IndexOf(']', At);
        var inside = text[At..(close < 0 ? text.Length : close)];
        At += inside.Length;
        if (!inside.Contains(':', StringComparison.Ordinal))
        {
            return new IndexSelector([.. inside.Split(',').Select(part => Number(part) ?? throw Wrong("has empty brackets"))]);
        }

        var parts = inside.Split(':').Select(Number).ToArray();
        return parts.Length < 3 ? new SliceSelector(parts[0], parts[1], 1)
            : parts.Length == 3 && parts[2] is null or > 0 ? new SliceSelector(parts[0], parts[1], parts[2] ?? 1)
            : throw Wrong($"has a slice that is not [from:to] or [from:to:step]: [{inside}]");
    }

    private int? Number(string part) => string.IsNullOrWhiteSpace(part) ? null
        : int.TryParse(part, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var read) ? read
        : throw Wrong($"has no index or slice in [{part}]");

    private List<T> ReadList<T>(Func<T> read)
    {
        var list = new List<T> { read() };
        for (SkipSpace(); Peek == ','; SkipSpace())
        {
            At++;
            SkipSpace();
            list.Add(read());
        }

        return list;
    }
}
