using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>
/// Counts the frames of an image sequence: an AVIF or HEIC file with a track of pictures (brand <c>avis</c>, <c>hevc</c>). The codecs read its
/// primary image only.
/// </summary>
/// <seealso href="https://aomediacodec.github.io/av1-avif/#image-sequences"/>
public static class ImageSequence
{
    private const int HeaderLength = 8;

    /// <summary>Boxes to look at on each level, so that a file of tiny boxes does not take long.</summary>
    private const int MaxBoxes = 1000;

    private static readonly byte[][] PathToTable = [[.. "moov"u8], [.. "trak"u8], [.. "mdia"u8], [.. "minf"u8], [.. "stbl"u8], [.. "stsz"u8]];

    /// <returns>Frames of the first track; 1 if there is none, or its box is damaged.</returns>
    public static int CountFrames(ImageSource source)
    {
        var (start, end) = (0L, source.Length);
        foreach (var type in PathToTable)
        {
            if (FindBox(source, start, end, type) is not { } box)
            {
                return 1;
            }

            (start, end) = box;
        }

        // Version and flags, size of a sample, number of samples.
        Span<byte> table = stackalloc byte[12];
        return end - start >= table.Length && source.Read(table, start) == table.Length
            ? (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(table[8..]), 1, int.MaxValue)
            : 1;
    }

    /// <summary>Finds the content of the first box of a type between two offsets.</summary>
    private static (long Start, long End)? FindBox(ImageSource source, long start, long end, ReadOnlySpan<byte> type)
    {
        Span<byte> header = stackalloc byte[HeaderLength + 8];
        for (var count = 0; count < MaxBoxes && start >= 0 && start + HeaderLength <= end; count++)
        {
            var read = source.Read(header, start);
            if (read < HeaderLength)
            {
                return null;
            }

            var (length, contentOffset) = ((long)BinaryPrimitives.ReadUInt32BigEndian(header), HeaderLength);
            if (length == 1 && read == header.Length)
            {
                (length, contentOffset) = (BinaryPrimitives.ReadInt64BigEndian(header[HeaderLength..]), header.Length);
            }

            // A length of 0 reaches to the end.
            var boxEnd = length == 0 || length > end - start ? end : start + length;
            if (boxEnd < start + contentOffset)
            {
                return null;
            }

            if (header.Slice(4, 4).SequenceEqual(type))
            {
                return (start + contentOffset, boxEnd);
            }

            start = boxEnd;
        }

        return null;
    }
}
