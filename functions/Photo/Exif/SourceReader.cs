using MetadataExtractor.IO;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Exif;

/// <summary>Lets MetadataExtractor read a file in place, through a small buffer, so that a large TIFF is never held in memory.</summary>
internal sealed class SourceReader(ImageSource source, SourceWindow window, int baseOffset, bool isMotorolaByteOrder) : IndexedReader(isMotorolaByteOrder)
{
    public SourceReader(ImageSource source)
        : this(source, new(source), 0, isMotorolaByteOrder: true)
    {
    }

    public override long Length => source.Length - baseOffset;

    public override IndexedReader WithByteOrder(bool isMotorolaByteOrder) =>
        isMotorolaByteOrder == IsMotorolaByteOrder ? this : new SourceReader(source, window, baseOffset, isMotorolaByteOrder);

    public override IndexedReader WithShiftedBaseOffset(int shift) =>
        shift == 0 ? this : new SourceReader(source, window, baseOffset + shift, IsMotorolaByteOrder);

    public override int ToUnshiftedOffset(int localOffset) => localOffset + baseOffset;

    public override byte GetByte(int index)
    {
        ValidateIndex(index, 1);
        // A file that somebody cuts while it is read has fewer bytes than it claims.
        return window.Read((long)baseOffset + index, 1) is [var value] ? value : (byte)0;
    }

    public override byte[] GetBytes(int index, int count)
    {
        ValidateIndex(index, count);
        var bytes = new byte[count];
        source.Read(bytes, (long)baseOffset + index);
        return bytes;
    }

    protected override void ValidateIndex(int index, int bytesRequested)
    {
        if (!IsValidIndex(index, bytesRequested))
        {
            throw new BufferBoundsException($"The file has {source.Length} bytes; {bytesRequested} at {index} lie outside.");
        }
    }

    protected override bool IsValidIndex(int index, int bytesRequested) => index >= 0 && bytesRequested >= 0 && (long)index + bytesRequested <= Length;
}
