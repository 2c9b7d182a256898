using System.Buffers.Text;
using System.Text;

namespace Pipeline.Host.Store.Sql;

/// <summary>The position where a page ended, as a token for URLs.</summary>
public static class PageToken
{
    public static string Create(string first, string second) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{first}\n{second}"));

    /// <exception cref="ArgumentException">The token is not valid.</exception>
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
            throw new ArgumentException($"'{token}' is not a continuation token of this list.", nameof(token), exception);
        }
    }
}
