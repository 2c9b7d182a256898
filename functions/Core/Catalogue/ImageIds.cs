using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Catalogue;

/// <summary>Ids of images and prefixes of their renditions.</summary>
public static class ImageIds
{
    /// <summary>Maximum length of an S3 object key, in bytes of UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".</summary>
    public const int MaxKeyBytes = 1024;

    // "/", 16 and 8 hexadecimal digits with a hyphen between, "/", a name of at most 64, and the longest extension, ".jpeg".
    private const int MaxBytesBelowFolder = 1 + 25 + 1 + 64 + 5;

    // Keys up to this length are their folder's name. Longer keys are cut to more than this, so that no two keys share a folder.
    private const int MaxUncutKeyBytes = 890;

    private const int HashDigits = 32;

    /// <summary><c>bucket/key</c>.</summary>
    public static string Create(string bucket, string key) => $"{bucket}/{key}";

    /// <summary>The bucket of an image. Names of buckets have no slash.</summary>
    public static string BucketOf(string imageId) => imageId[..imageId.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>
    /// <c>{key}/{first 16 of sha256}-{rendition set}/</c>: other content or another set has another prefix, so
    /// renditions never change under their key. A key of more than 890 bytes is cut and gets <c>~</c> and 32 digits of its SHA-256 at
    /// its end, so that renditions' keys have at most <see cref="MaxKeyBytes"/> bytes.
    /// </summary>
    public static string RenditionPrefix(string key, string sha256, string renditionSet) => $"{RenditionFolder(key)}/{sha256[..16]}-{renditionSet}/";

    /// <summary>The folder of all renditions of an image, without a slash at its end: its key, or what is left of a long one.</summary>
    public static string RenditionFolder(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) <= MaxUncutKeyBytes)
        {
            return key;
        }

        var remainingBytes = MaxKeyBytes - MaxBytesBelowFolder - 1 - HashDigits;
        var truncated = new StringBuilder(remainingBytes);
        foreach (var rune in key.EnumerateRunes())
        {
            remainingBytes -= rune.Utf8SequenceLength;
            if (remainingBytes < 0)
            {
                break;
            }

            truncated.Append(rune);
        }

        return $"{truncated}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..HashDigits]}";
    }
}
