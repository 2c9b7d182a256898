namespace Pipeline.Host.S3.Protocol;

/// <summary>
/// Bounds of a document, checked on its text before it is parsed: the parser's time and memory grow with the square of its depth and of the
/// attributes of an element.
/// </summary>
/// <param name="maxElements">Maximum number of elements, comments, sections and instructions together.</param>
internal sealed class XmlBounds(int maxElements)
{
    // S3's requests have four levels and a namespace.
    private const int MaxDepth = 16;
    private const int MaxTagLength = 4_096;

    /// <exception cref="S3Exception">The document nests too deep, or has too many elements or too long a tag.</exception>
    public void Check(string document)
    {
        var (depth, count) = (0, 0);
        for (var start = document.IndexOf('<', StringComparison.Ordinal); start >= 0;)
        {
            var isEndTag = At(document, start, "</");
            var end = FindEnd(document, start);
            count += isEndTag ? 0 : 1;
            depth += isEndTag ? -1 : IsStartTag(document, start) && document[end - 1] != '/' ? 1 : 0;
            if (depth > MaxDepth || count > maxElements)
            {
                var line = document.AsSpan(0, start).Count('\n') + 1;
                throw S3Errors.MalformedXml(depth > MaxDepth
                    ? $"It nests more than {MaxDepth} deep, in line {line}."
                    : $"It has more than {maxElements} elements, in line {line}.");
            }

            start = document.IndexOf('<', end);
        }
    }

    /// <summary>Index of the character that ends a tag, a comment, a section or an instruction.</summary>
    private static int FindEnd(string document, int start)
    {
        if (!IsStartTag(document, start) && !At(document, start, "</"))
        {
            var end = At(document, start, "<!--") ? document.IndexOf("-->", start + 4, StringComparison.Ordinal) + 2
                : At(document, start, "<![CDATA[") ? document.IndexOf("]]>", start, StringComparison.Ordinal) + 2
                : document.IndexOf('>', start);
            return end > start ? end : throw Unclosed();
        }

        // An attribute's value may contain the character that ends a tag.
        var quote = '\0';
        for (var index = start + 1; index < document.Length && index - start <= MaxTagLength; index++)
        {
            var character = document[index];
            if (quote == '\0' && character == '>')
            {
                return index;
            }

            if (quote == '\0' && (character is '"' or '\''))
            {
                quote = character;
            }
            else if (quote == character)
            {
                quote = '\0';
            }
        }

        throw Unclosed();
    }

    private static bool IsStartTag(string document, int start) => !(At(document, start, "<!") || At(document, start, "<?") || At(document, start, "</"));

    private static bool At(string document, int start, string text) => string.CompareOrdinal(document, start, text, 0, text.Length) == 0;

    private static S3Exception Unclosed() => S3Errors.MalformedXml($"A tag has no end, or more than {MaxTagLength} characters.");
}
