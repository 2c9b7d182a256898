using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Text that others wrote, such as keys and captions, for the terminal.</summary>
public static class TerminalText
{
    /// <summary>
    /// Writes characters that a terminal would obey, such as the start of a colour or the end of a line, as <c>\u001b</c>. Those that turn the direction of
    /// the rest of the line are among them.
    /// </summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsObeyed))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = IsObeyed(character)
                ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>The same for a message, whose lines become one.</summary>
    public static string EscapeMessage(string message) => Escape(message.ReplaceLineEndings(" "));

    /// <summary>Escaped text as markup of Spectre.Console.</summary>
    public static string ToMarkup(string text) => Markup.Escape(Escape(text));

    private static bool IsObeyed(char character) => char.IsControl(character) || character is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
