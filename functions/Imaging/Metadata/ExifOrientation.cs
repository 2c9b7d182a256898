using Pipeline.Imaging.Exif;

namespace Pipeline.Imaging.Metadata;

/// <summary>Reads the orientation in an EXIF block: tag 0x0112 of its first directory.</summary>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.6.5</seealso>
public static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>
    /// 1 to 8; 1 if there is none, the block is damaged, or the value is out of range. EXIF has the value as a short; some programs write
    /// a long or a byte, which count too.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> exif) => new ExifBlock(exif).FindNumber(Tag) is >= 1 and <= 8 and var orientation ? (int)orientation : 1;
}
