namespace Pipeline.Interpreter;

/// <summary><c>StringMatches</c>: <c>*</c> stands for any text, <c>\*</c> for itself, <c>\\</c> for a backslash.</summary>
internal static class Wildcards
{
    public static bool Match(string text, string pattern)
    {
        var (atText, atPattern) = (0, 0);
        var (retryText, retryPattern) = (0, -1);
        while (true)
        {
            if (atPattern < pattern.Length && pattern[atPattern] == '*')
            {
                (retryText, retryPattern) = (atText, ++atPattern);
                continue;
            }

            if (atPattern == pattern.Length && atText == text.Length)
            {
                return true;
            }

            var escaped = atPattern + 1 < pattern.Length && pattern[atPattern] == '\\' && (pattern[atPattern + 1] is '*' or '\\');
            var wanted = escaped ? atPattern + 1 : atPattern;
            if (wanted < pattern.Length && atText < text.Length && pattern[wanted] == text[atText])
            {
                (atText, atPattern) = (atText + 1, wanted + 1);
            }
            else if (retryPattern >= 0 && retryText < text.Length)
            {
                (atText, atPattern) = (++retryText, retryPattern);
            }
            else
            {
                return false;
            }
        }
    }
}
