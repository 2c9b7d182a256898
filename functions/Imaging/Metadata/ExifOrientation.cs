namespace Pipeline.Imaging.Metadata;

/// <summary>Reads the orientation in an EXIF block: tag 0x0112 of its first directory.</summary>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.6.5</seealso>
public static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>1 to 8; 1 if there is none, the block is damaged, or the value is out of range.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        var block = new ExifBlock(exif);
        var entry = block.Find(Tag);
        return !entry.IsEmpty && block.ReadShort(entry[2..]) == Short && block.ReadShort(entry[8..]) is >= 1 and <= 8 and var orientation
            ? orientation
            : 1;
    }
}
