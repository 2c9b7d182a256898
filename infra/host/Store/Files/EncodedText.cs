using System.Text.Unicode;

namespace Pipeline.Host.Store.Files;

/// <summary>Percent-encoded text of requests.</summary>
public static class EncodedText
{
    /// <summary>
    /// Whether the percent-encoded bytes of a target are UTF-8. Servers decode others to replacement characters, so two different keys
    /// would become one. A percent sign that encodes nothing stands for itself.
    /// </summary>
    public static bool IsUtf8(ReadOnlySpan<char> target)
    {
        var bytes = new List<byte>();
        for (var index = 0; index < target.Length; index++)
        {
            if (target[index] == '%' && index + 2 < target.Length && char.IsAsciiHexDigit(target[index + 1]) && char.IsAsciiHexDigit(target[index + 2]))
            {
                bytes.Add(Convert.FromHexString(target.Slice(index + 1, 2))[0]);
                index += 2;
            }
            else if (bytes.Count > 0)
            {
                if (!Utf8.IsValid(bytes.ToArray()))
                {
                    return false;
                }

                bytes.Clear();
            }
        }

        return Utf8.IsValid(bytes.ToArray());
    }
}
