using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Animations;

/// <summary>Creates the buffer for an animation's frames.</summary>
internal static class FrameBuffer
{
    /// <exception cref="CorruptImageException">The frames do not fit into one buffer.</exception>
    public static PixelBuffer Create(ImageFormat format, int width, int height, int frames, bool hasAlpha)
    {
        var channels = hasAlpha ? 4 : 3;
        var length = (long)width * height * frames * channels;
        return length <= Array.MaxLength
            ? new(width, height * frames, channels)
            : throw new CorruptImageException(
                $"The {format.DisplayName()} of {frames} x {width} x {height} pixels decodes to {length} bytes; the maximum is {Array.MaxLength}.");
    }
}
