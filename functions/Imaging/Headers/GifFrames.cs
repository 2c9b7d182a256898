using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>The frames of a GIF, counted by walking its blocks. No pixel is decoded.</summary>
/// <param name="Complete">Number of frames whose data end where they say.</param>
/// <param name="IsCut">Whether the file ends within a frame. A missing trailer after the last frame is no damage.</param>
/// <seealso href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt"/>
public sealed record GifFrames(int Complete, bool IsCut)
{
    private const int HeaderLength = 13;
    private const byte Extension = 0x21;
    private const byte ImageDescriptor = 0x2C;

    /// <summary>Walks the blocks. Stops at the trailer, at the end of the file, and at bytes that are no block.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GifFrames Read(ImageSource source)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (source.Read(header, 0) < HeaderLength)
        {
            return new(0, IsCut: true);
        }

        var (complete, offset) = (0, (long)HeaderLength + PaletteLength(header[10]));
        Span<byte> block = stackalloc byte[10];
        while (source.Read(block, offset) is var read and > 0)
        {
            if (block[0] == Extension)
            {
                if (SkipSubBlocks(source, offset + 2) is not { } next)
                {
                    return new(complete, IsCut: false);
                }

                offset = next;
            }
            else if (block[0] == ImageDescriptor)
            {
                // The descriptor, a palette, and the size of the first codes.
                if (read < block.Length || SkipSubBlocks(source, offset + 10 + PaletteLength(block[9]) + 1) is not { } next)
                {
                    return new(complete, IsCut: true);
                }

                (complete, offset) = (complete + 1, next);
            }
            else
            {
                break;
            }
        }

        return new(complete, IsCut: false);
    }

    private static long PaletteLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);

    /// <returns>Offset after the last of them; null if the file ends before that.</returns>
    private static long? SkipSubBlocks(ImageSource source, long offset)
    {
        Span<byte> length = stackalloc byte[1];
        while (source.Read(length, offset) == 1)
        {
            offset += 1 + length[0];
            if (length[0] == 0)
            {
                return offset;
            }
        }

        return null;
    }
}
