using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Core.Describing;

/// <summary>Turns what a model wrote into a line of plain text. A picture can make a model write anything.</summary>
public static partial class ModelText
{
    /// <summary>
    /// One line without control characters, characters that change the direction of text or cannot be seen, markup and addresses, of at most
    /// <paramref name="maxLength"/> characters. A longer text ends with an ellipsis.
    /// </summary>
    public static string Clean(string text, int maxLength)
    {
        var plain = Addresses().Replace(Markup().Replace(KeepVisible(text), " "), " ");
        var line = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= maxLength ? line : Cut(line, maxLength - 1) + "…";
    }

    private static string KeepVisible(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            // A joiner makes one emoji out of several.
            if (rune.Value == 0x200D)
            {
                kept.Append(rune);
            }
            else if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator)
            {
                kept.Append(' ');
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
                && rune != Rune.ReplacementChar)
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }

    /// <summary>Cuts at the end of a character as people see it.</summary>
    private static string Cut(string line, int maxLength)
    {
        var end = 0;
        while (end < maxLength && StringInfo.GetNextTextElementLength(line, end) is var length && end + length <= maxLength)
        {
            end += length;
        }

        return line[..end].TrimEnd();
    }

    /// <summary>Tags of HTML and XML, also one that never ends.</summary>
    [GeneratedRegex("</?[A-Za-z!?][^<>]*(>|$)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    /// <summary>Addresses with a scheme, and names of hosts with <c>www.</c> or a path.</summary>
    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.\-]{1,20}://\S*|\b(mailto|javascript|data|tel):\S+|\bwww\.\S+|\b[a-z0-9\-]+(\.[a-z0-9\-]+)*\.[a-z]{2,}/\S*|\b[a-z0-9\-]+(\.[a-z0-9\-]+)*\.(com|net|org|io|dev|app|co|info|biz|xyz|ru|cn|de|uk|fr|me|ly|gg|ai|top|site|online|shop)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}
