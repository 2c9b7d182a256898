using System.Buffers.Binary;
using Pipeline.Imaging.Animations;

namespace Pipeline.Imaging.Apng;

/// <summary>A frame as its <c>fcTL</c> chunk describes it.</summary>
/// <param name="Area">Where it is drawn.</param>
/// <param name="Disposal">What happens to it before the next frame.</param>
/// <param name="Blends">Whether transparent pixels show the canvas; otherwise they replace it.</param>
/// <param name="DelayMilliseconds">How long it is shown, in milliseconds.</param>
/// <param name="IsDefaultImage">Whether its pixels are those that a program without support for animations shows.</param>
/// <param name="DataOffset">Offset in bytes of what follows the chunk.</param>
/// <param name="DataEnd">Offset in bytes of the next frame or the end of the file.</param>
internal readonly record struct ApngFrame(
    FrameArea Area, FrameDisposal Disposal, bool Blends, int DelayMilliseconds, bool IsDefaultImage, long DataOffset, long DataEnd)
{
    /// <summary>Size of the chunk's content in bytes.</summary>
    public const int Length = 26;

    private const int DefaultDenominator = 100;

    /// <summary>Parses the content of a chunk, and checks it.</summary>
    /// <returns>Null if the frame is not on the canvas, or an option is unknown.</returns>
    public static ApngFrame? Parse(ReadOnlySpan<byte> content, int canvasWidth, int canvasHeight)
    {
        var (width, height) = (ReadNumber(content, 4), ReadNumber(content, 8));
        var (left, top) = (ReadNumber(content, 12), ReadNumber(content, 16));
        var (disposal, blend) = (content[24], content[25]);
        if (width == 0 || height == 0 || left + width > canvasWidth || top + height > canvasHeight || disposal > 2 || blend > 1)
        {
            return null;
        }

        return new(
            new((int)left, (int)top, (int)width, (int)height),
            (FrameDisposal)disposal,
            blend == 1,
            ReadDelay(content),
            IsDefaultImage: false,
            0,
            0);
    }

    private static int ReadDelay(ReadOnlySpan<byte> content)
    {
        int denominator = BinaryPrimitives.ReadUInt16BigEndian(content[22..]);
        var seconds = BinaryPrimitives.ReadUInt16BigEndian(content[20..]) / (double)(denominator == 0 ? DefaultDenominator : denominator);
        return (int)Math.Round(seconds * 1000);
    }

    private static long ReadNumber(ReadOnlySpan<byte> content, int offset) => BinaryPrimitives.ReadUInt32BigEndian(content[offset..]);
}
