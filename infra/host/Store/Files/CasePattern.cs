using System.Text;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Distinguishes names that differ only in case, where the file system does not: <c>IMG_1%u.JPG</c> is all upper case,
/// <c>MyCat%x5.jpg</c> has one bit for every letter, four to a hexadecimal digit, the first letter in the lowest bit. A name in lower case has
/// no mark.
/// </summary>
internal static class CasePattern
{
    private const string AllUpper = "%u";
    private const string Bits = "%x";

    /// <summary>Puts the mark before the last dot, so that the extension stays as it is.</summary>
    public static string AddMark(string name)
    {
        var letters = ReadLetterCases(name);
        if (!letters.Contains(true))
        {
            return name;
        }

        var mark = letters.Contains(false) ? Bits + ToHexDigits(letters) : AllUpper;
        var dot = name.LastIndexOf('.');
        return name.Insert(dot < 0 ? name.Length : dot, mark);
    }

    public static bool IsMarkAt(string name, int index) => index + 1 < name.Length && name[index + 1] is 'u' or 'x';

    /// <summary>Index after the mark at <paramref name="index"/>: that of the next dot, or the end of the name.</summary>
    public static int FindMarkEnd(string name, int index)
    {
        var dot = name.IndexOf('.', index);
        return dot < 0 ? name.Length : dot;
    }

    /// <summary>For every letter that is not part of an escape, whether it is upper case.</summary>
    private static List<bool> ReadLetterCases(string name)
    {
        var letters = new List<bool>(name.Length);
        for (var index = 0; index < name.Length; index++)
        {
            if (name[index] == '%')
            {
                index += 2;
            }
            else if (char.IsAsciiLetter(name[index]))
            {
                letters.Add(char.IsAsciiLetterUpper(name[index]));
            }
        }

        return letters;
    }

    private static string ToHexDigits(List<bool> letters)
    {
        var digits = new StringBuilder();
        for (var first = 0; first < letters.Count; first += 4)
        {
            var digit = letters.Skip(first).Take(4).Select((upper, bit) => upper ? 1 << bit : 0).Sum();
            digits.Append("0123456789abcdef"[digit]);
        }

        return digits.ToString().TrimEnd('0');
    }
}
