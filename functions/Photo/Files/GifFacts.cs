using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a GIF: everything up to its first frame. Whether later frames leave pixels transparent is unknown there.</summary>
/// <seealso href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF 89a</seealso>
internal static class GifFacts
{
    private const int HeaderLength = 13;
    private const int MaxBlocks = 10_000;

    public static FileFacts Read(ImageSource source)
    {
        var window = new SourceWindow(source);
        var header = window.Read(0, HeaderLength);
        if (header.Length < HeaderLength)
        {
            return new();
        }

        var packed = header[10];
        long offset = HeaderLength + ((packed & 0x80) == 0 ? 0 : 3 * (2 << (packed & 7)));
        var (hasC2pa, isTransparent) = (false, false);
        for (var blocks = 0; blocks < MaxBlocks; blocks++)
        {
            var block = window.Read(offset, 14);
            if (block.Length < 10 || block[0] != 0x21)
            {
                // A frame without colours of its own has those of the file.
                packed = block.Length >= 10 && block[0] == 0x2C && (block[9] & 0x80) != 0 ? block[9] : packed;
                break;
            }

            isTransparent |= block[1] == 0xF9 && (block[3] & 1) != 0;
            hasC2pa |= block[1] == 0xFF && block[3..].StartsWith("C2PA_GIF"u8);
            offset = SkipParts(window, offset + 2);
        }

        return new() { ColourModel = FileFacts.Palette, BitDepth = (packed & 7) + 1, Alpha = isTransparent ? true : null, HasC2pa = hasC2pa };
    }

    private static long SkipParts(SourceWindow window, long offset)
    {
        for (var parts = 0; parts < MaxBlocks && window.Read(offset, 1) is [> 0 and var length]; parts++)
        {
            offset += 1 + length;
        }

        return offset + 1;
    }
}
