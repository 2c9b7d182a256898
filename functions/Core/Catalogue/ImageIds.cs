using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Catalogue;

/// <summary>Identity of images and places of their renditions.</summary>
public static class ImageIds
{
    /// <summary>Longest key of an object in S3, bytes of UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".</summary>
    public const int MaxKeyBytes = 1024;

    // "/", 16 and 8 hexadecimal digits with a hyphen between, "/", a name of at most 64, and the longest extension, ".jpeg".
    private const int MaxBytesBelowFolder = 1 + 25 + 1 + 64 + 5;

    // Keys up to here name their folder; longer ones are cut to more than this, so that no other key's folder is theirs.
    private const int MaxUncutKeyBytes = 890;

    private const int HashDigits = 32;

    /// <summary><c>bucket/key</c>.</summary>
    public static string Create(string bucket, string key) => $"{bucket}/{key}";

    /// <summary>
    /// <c>{key}/{first 16 of sha256}-{rendition set}/</c>: another content or another set lies elsewhere, hence
    /// renditions never change under their key. A key of more than 890 bytes is cut, and ends in <c>~</c> and 32 digits of its SHA-256,
    /// so that renditions' keys have at most <see cref="MaxKeyBytes"/>.
    /// </summary>
    public static string RenditionPrefix(string key, string sha256, string renditionSet) => $"{FolderOf(key)}/{sha256[..16]}-{renditionSet}/";

    private static string FolderOf(string key)
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
