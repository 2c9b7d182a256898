using System.Text;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Files;

/// <summary>Validates keys. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".</summary>
internal static class ObjectKey
{
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidKeyException">The key is empty, too long, or not valid text.</exception>
    public static void Validate(string key)
    {
        ValidateText(key);
        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > MaxBytes)
        {
            throw new InvalidKeyException(key, $"has {bytes} bytes");
        }
    }

    /// <summary>As <see cref="Validate"/>, but for any length: a rendition's key is longer than its original's.</summary>
    public static void ValidateText(string key)
    {
        if (key.Length == 0)
        {
            throw new InvalidKeyException(key, "is empty");
        }

        try
        {
            _ = Strict.GetByteCount(key);
        }
        catch (EncoderFallbackException)
        {
            throw new InvalidKeyException(key, "contains half of a surrogate pair");
        }
    }
}
