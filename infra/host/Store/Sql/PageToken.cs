using System.Buffers.Text;
using System.Text;

namespace Pipeline.Host.Store.Sql;

/// <summary>Where a page ended, as a token that fits into a URL.</summary>
public static class PageToken
{
    public static string Create(string first, string second) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{first}\n{second}"));

    /// <exception cref="ArgumentException">No listing gave this token.</exception>
    public static (string First, string Second) Parse(string token)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            return end < 0 ? throw new FormatException() : (text[..end], text[(end + 1)..]);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"'{token}' is no continuation token of this list.", nameof(token), exception);
        }
    }
}
