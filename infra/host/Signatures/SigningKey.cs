using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Host.Signatures;

/// <summary>Keys that sign requests and policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">AWS Signature Version 4</seealso>
public static class SigningKey
{
    /// <summary>Last part of every scope.</summary>
    public const string Terminator = "aws4_request";

    /// <summary>Derives the key of one scope.</summary>
    /// <param name="secretKey">The secret of the access key.</param>
    /// <param name="date">Day of the scope, as <c>20260101</c>.</param>
    /// <param name="region">Region of the scope.</param>
    /// <param name="service">Service of the scope.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Derive(string secretKey, string date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[date, region, service, Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    /// <summary>Signs a text.</summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string Sign(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
