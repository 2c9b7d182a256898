using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>A marker segment before the first scan of a JPEG.</summary>
/// <param name="Marker">Second byte of the marker: 0xE1 for APP1.</param>
/// <param name="Offset">Offset of the content in bytes from the start of the file.</param>
/// <param name="Length">Length of the content in bytes. The file may end before.</param>
public readonly record struct JpegSegment(byte Marker, long Offset, int Length);

/// <summary>Lists the segments before the first scan. Skips stray bytes between them, which cameras write, as libjpeg does.</summary>
/// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.1.1</seealso>
public static class JpegSegments
{
    private const byte Prefix = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const int MaxSegments = 10_000;
    private const int MaxStrayBytes = 1 << 20;

    public static IEnumerable<JpegSegment> List(ImageSource source)
    {
        var window = new SourceWindow(source);
        var strayBytes = 0;
        var segments = 0;
        for (long offset = 2; segments < MaxSegments && strayBytes < MaxStrayBytes;)
        {
            if (!TryReadHeader(window, offset, out var marker, out var length))
            {
                yield break;
            }

            if (marker is null)
            {
                strayBytes++;
                offset++;
                continue;
            }

            segments++;
            if (marker is StartOfScan or EndOfImage)
            {
                yield break;
            }

            if (length < 2)
            {
                offset += 2; // a marker without content
                continue;
            }

            yield return new(marker.Value, offset + 4, length - 2);
            offset += 2 + length;
        }
    }

    /// <param name="window">The file.</param>
    /// <param name="offset">Where a marker may be.</param>
    /// <param name="marker">The marker; null if there is none at this offset.</param>
    /// <param name="length">Length of the segment with its length field; 0 for a marker without content.</param>
    /// <returns>False at the end of the file.</returns>
    private static bool TryReadHeader(SourceWindow window, long offset, out byte? marker, out int length)
    {
        (marker, length) = (null, 0);
        var header = window.Read(offset, 4);
        if (header.Length < 4)
        {
            return false;
        }

        // Before a marker, 0xFF may be repeated. 0xFF00 is a byte of data.
        if (header[0] == Prefix && header[1] is not (Prefix or 0))
        {
            marker = header[1];
            length = header[1] is >= 0xD0 and <= 0xD8 or 1 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        }

        return true;
    }
}
