using System.Security.Cryptography;

namespace Pipeline.Host.Store.Repair;

/// <summary>What a file has now.</summary>
/// <param name="Size">Size, in bytes.</param>
/// <param name="Md5">MD5, 32 lower-case hexadecimal digits: the entity tag of S3.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits: the version of the catalogue.</param>
internal sealed record ContentHash(long Size, string Md5, string Sha256)
{
    private const int BufferBytes = 256 << 10;

    public static ContentHash Read(string path, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // The entity tag of S3 is an MD5. It is not used for security.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        var size = 0L;
        while (file.Read(buffer) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            md5.AppendData(buffer, 0, count);
            sha256.AppendData(buffer, 0, count);
            size += count;
        }

        return new(size, Convert.ToHexStringLower(md5.GetHashAndReset()), Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }
}
