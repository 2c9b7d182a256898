using System.IO.Hashing;
using System.Security.Cryptography;

namespace Pipeline.Host.S3.Bodies;

/// <summary>A checksum, computed incrementally.</summary>
internal abstract class Checksum : IDisposable
{
    /// <summary>Algorithms that S3's checksum headers name, and the length of their checksums in bytes.</summary>
    public static IReadOnlyDictionary<string, int> Lengths { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["crc32"] = 4, ["crc32c"] = 4, ["crc64nvme"] = 8, ["sha1"] = 20, ["sha256"] = 32,
    };

    /// <summary>The algorithm that S3 uses if the client names none.</summary>
    public const string Default = "crc64nvme";

    /// <param name="algorithm">A key of <see cref="Lengths"/>, or <c>md5</c>, which has its own header.</param>
#pragma warning disable CA5350, CA5351 // Clients choose the algorithm. It protects against damage, not against attackers.
    public static Checksum Create(string algorithm) => algorithm.ToUpperInvariant() switch
    {
        "CRC32" => new CrcChecksum(new Crc32()),
        "CRC32C" => new CrcChecksum(new Crc32(Crc32ParameterSet.Crc32C)),
        "CRC64NVME" => new CrcChecksum(new Crc64(Crc64ParameterSet.Nvme)),
        "SHA1" => new HashChecksum(HashAlgorithmName.SHA1),
        "SHA256" => new HashChecksum(HashAlgorithmName.SHA256),
        "MD5" => new HashChecksum(HashAlgorithmName.MD5),
        _ => throw new ArgumentException($"'{algorithm}' is not a checksum algorithm.", nameof(algorithm)),
    };
#pragma warning restore CA5350, CA5351

    public abstract void Append(ReadOnlySpan<byte> bytes);

    public abstract byte[] Finish();

    public virtual void Dispose()
    {
    }

    private sealed class CrcChecksum(NonCryptographicHashAlgorithm crc) : Checksum
    {
        public override void Append(ReadOnlySpan<byte> bytes) => crc.Append(bytes);

        /// <summary>The checksum, most significant byte first, as S3 expects it. The library returns the least significant byte first.</summary>
        public override byte[] Finish()
        {
            var checksum = crc.GetHashAndReset();
            Array.Reverse(checksum);
            return checksum;
        }
    }

    private sealed class HashChecksum(HashAlgorithmName name) : Checksum
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public override byte[] Finish() => _hash.GetHashAndReset();

        public override void Dispose()
        {
            _hash.Dispose();
            base.Dispose();
        }
    }
}
