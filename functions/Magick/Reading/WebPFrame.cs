using System.Buffers.Binary;
using Pipeline.Imaging.Animations;

namespace Pipeline.Magick.Reading;

/// <summary>How a frame of an animated WebP is drawn on the canvas.</summary>
/// <param name="Area">Where it is drawn.</param>
/// <param name="Disposal">What happens to it before the next frame.</param>
/// <param name="Blends">Whether transparent pixels show the canvas; otherwise they replace it.</param>
internal readonly record struct WebPFrame(FrameArea Area, FrameDisposal Disposal, bool Blends)
{
    /// <summary>Parses the first 16 bytes of an <c>ANMF</c> chunk's content.</summary>
    public static WebPFrame Parse(ReadOnlySpan<byte> content) => new(
        new(ReadNumber(content, 0) * 2, ReadNumber(content, 3) * 2, ReadNumber(content, 6) + 1, ReadNumber(content, 9) + 1),
        (content[15] & 1) != 0 ? FrameDisposal.Clear : FrameDisposal.Keep,
        (content[15] & 2) == 0);

    private static int ReadNumber(ReadOnlySpan<byte> content, int offset) =>
        BinaryPrimitives.ReadInt32LittleEndian(content[offset..]) & 0xFF_FFFF;
}
