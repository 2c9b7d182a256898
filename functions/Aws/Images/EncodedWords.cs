using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Aws.Images;

/// <summary>
/// Decodes user metadata that is not ASCII, which S3 returns as encoded words: <c>=?UTF-8?B?w7xiZXI=?=</c>. Anything that is not one stays as
/// it is.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Amazon S3 User Guide, "Working with object metadata"</seealso>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</seealso>
internal static partial class EncodedWords
{
    private const int MaxMilliseconds = 1_000;

    public static string Decode(string text) =>
        text.Contains("=?", StringComparison.Ordinal) ? Word().Replace(BetweenWords().Replace(text, "$1"), match => DecodeWord(match) ?? match.Value) : text;

    private static string? DecodeWord(Match match)
    {
        try
        {
            var content = match.Groups["text"].Value;
            return Encoding.UTF8.GetString(match.Groups["encoding"].Value is "B" or "b" ? Convert.FromBase64String(content) : DecodeQ(content));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The encoding Q: an underscore is a space, and <c>=C3</c> is a byte.</summary>
    private static byte[] DecodeQ(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                bytes.AddRange(Convert.FromHexString(text.AsSpan(i + 1, Math.Min(2, text.Length - i - 1))));
                i += 2;
            }
            else
            {
                bytes.Add(text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"=\?UTF-8\?(?<encoding>[BQ])\?(?<text>[!->@-~]*)\?=", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, MaxMilliseconds)]
    private static partial Regex Word();

    /// <summary>White space between two encoded words is not part of the text.</summary>
    [GeneratedRegex(@"(\?=)\s+(?==\?UTF-8\?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MaxMilliseconds)]
    private static partial Regex BetweenWords();
}
