using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Metadata;

/// <summary>Adds an ICC profile to a PNG, in a chunk <c>iCCP</c>.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/#11iCCP"/>
public static class PngProfile
{
    // Signature, and the whole of IHDR, which must come first.
    private const int HeaderLength = 8 + 25;

    /// <param name="png">A PNG without such a chunk.</param>
    /// <param name="profile">The profile.</param>
    public static byte[] AddTo(ReadOnlySpan<byte> png, ReadOnlySpan<byte> profile)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(profile);
        }

        // A name, the end of the name, and the method of compression.
        byte[] typeAndContent = [.. "iCCPICC profile"u8, 0, 0, .. compressed.ToArray()];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, typeAndContent.Length - 4);
        byte[] chunk = [.. number, .. typeAndContent];
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(typeAndContent));
        return [.. png[..HeaderLength], .. chunk, .. number, .. png[HeaderLength..]];
    }
}
