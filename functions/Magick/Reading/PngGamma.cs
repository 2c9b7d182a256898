using System.Buffers.Binary;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Magick.Reading;

/// <summary>
/// Keeps ImageMagick from converting by a PNG's <c>gAMA</c> chunk. It takes values near 1 for linear light, also beside an <c>sRGB</c> or
/// an <c>iCCP</c> chunk, which outrank it, and ignores others. <see cref="SourceColours"/> decides instead.
/// </summary>
internal static class PngGamma
{
    private const uint SrgbGamma = 45_455;

    // Length, type, 1 / 2.2, checksum.
    private static ReadOnlySpan<byte> SrgbChunk => [0, 0, 0, 4, (byte)'g', (byte)'A', (byte)'M', (byte)'A', 0, 0, 0xB1, 0x8F, 0x0B, 0xFC, 0x61, 0x05];

    /// <summary>Returns the file with the value of sRGB in its <c>gAMA</c> chunk; the file itself, not a copy, if it has none or this one.</summary>
    public static ReadOnlyMemory<byte> Neutralise(ReadOnlyMemory<byte> file, ImageFormat format)
    {
        if (format != ImageFormat.Png || PngColours.FindGamma(file.Span) is not (>= 0 and var offset)
            || BinaryPrimitives.ReadUInt32BigEndian(file.Span[(offset + 8)..]) == SrgbGamma)
        {
            return file;
        }

        var copy = file.ToArray();
        SrgbChunk.CopyTo(copy.AsSpan(offset));
        return copy;
    }
}
