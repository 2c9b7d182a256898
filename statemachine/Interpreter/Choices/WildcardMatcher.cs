namespace Pipeline.Interpreter.Choices;

/// <summary><c>StringMatches</c>: <c>*</c> stands for any text, <c>\*</c> for an asterisk, <c>\\</c> for a backslash.</summary>
internal static class WildcardMatcher
{
    public static bool IsMatch(string text, string pattern)
    {
        var (textIndex, patternIndex) = (0, 0);
        var (retryTextIndex, retryPatternIndex) = (0, -1);
        while (true)
        {
            if (patternIndex < pattern.Length && pattern[patternIndex] == '*')
            {
                (retryTextIndex, retryPatternIndex) = (textIndex, ++patternIndex);
                continue;
            }

            if (patternIndex == pattern.Length && textIndex == text.Length)
            {
                return true;
            }

            var isEscaped = patternIndex + 1 < pattern.Length && pattern[patternIndex] == '\\' && (pattern[patternIndex + 1] is '*' or '\\');
            var literalIndex = isEscaped ? patternIndex + 1 : patternIndex;
            if (literalIndex < pattern.Length && textIndex < text.Length && pattern[literalIndex] == text[textIndex])
            {
                (textIndex, patternIndex) = (textIndex + 1, literalIndex + 1);
            }
            else if (retryPatternIndex >= 0 && retryTextIndex < text.Length)
            {
                (textIndex, patternIndex) = (++retryTextIndex, retryPatternIndex);
            }
            else
            {
                return false;
            }
        }
    }
}
