using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>Puts the ICC profile of a JPEG together from its APP2 segments, in the order that they number, not the order they are in.</summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, B.4</seealso>
public static class JpegProfile
{
    private const int PrefixLength = 14;

    // Cameras write a few stray bytes between segments.
    private const int MaxStrayBytes = 65_536;

    /// <summary>The profile; empty if there is none, or if a segment is missing or there twice.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Read(ImageSource source)
    {
        var parts = new byte[]?[256];
        var (count, found, stray) = (0, 0, 0);
        Span<byte> buffer = stackalloc byte[4 + PrefixLength];
        for (long offset = 2; source.Read(buffer, offset) is >= 4 and var read;)
        {
            if (buffer[0] != 0xFF)
            {
                if (++stray > MaxStrayBytes)
                {
                    break;
                }

                offset++;
                continue;
            }

            var marker = buffer[1];
            if (marker is 0xDA or 0xD9)
            {
                break;
            }

            if (marker is 0xFF or 0 or 1 or (>= 0xD0 and <= 0xD8))
            {
                offset += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]);
            if (length < 2)
            {
                break;
            }

            if (marker == 0xE2 && read == buffer.Length && length >= 2 + PrefixLength && buffer[4..].StartsWith("ICC_PROFILE\0"u8))
            {
                var (number, total) = (buffer[16], buffer[17]);
                var part = new byte[length - 2 - PrefixLength];
                if (number == 0 || number > total || (count != 0 && total != count) || parts[number] is not null
                    || source.Read(part, offset + 4 + PrefixLength) != part.Length)
                {
                    return [];
                }

                (parts[number], count) = (part, total);
                found++;
            }

            offset += 2 + length;
        }

        return found == count ? [.. parts.Where(part => part is not null).SelectMany(part => part!)] : [];
    }
}
