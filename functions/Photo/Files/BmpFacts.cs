using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a BMP: its header.</summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types"/>
internal static class BmpFacts
{
    private const int OldHeaderLength = 12;
    private const int InfoHeaderLength = 40;
    private const double MetresPerInch = 0.0254;

    public static FileFacts Read(ImageSource source)
    {
        var header = source.Header;
        if (header.Length < 30)
        {
            return new();
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(length == OldHeaderLength ? 24 : 28)..]);
        return new()
        {
            ColourModel = bits is >= 1 and <= 8 ? FileFacts.Palette : bits is 16 or 24 or 32 ? FileFacts.Rgb : null,
            BitDepth = bits switch { >= 1 and <= 8 => bits, 16 => 5, 24 or 32 => 8, _ => null },
            Dpi = length >= InfoHeaderLength && header.Length >= 42 ? BinaryPrimitives.ReadInt32LittleEndian(header[38..]) * MetresPerInch : null,
        };
    }
}
