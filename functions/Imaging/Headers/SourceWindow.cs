using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>Reads small pieces of a source, in ascending order, through a buffer. What lies beyond the end of the source reads as empty.</summary>
public sealed class SourceWindow(ImageSource source)
{
    private const int BufferBytes = 4096;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _start;
    private int _length;

    public long Length => source.Length;

    /// <summary>Reads up to this many bytes.</summary>
    /// <param name="offset">Offset in bytes from the start of the source, at least 0.</param>
    /// <param name="count">Number of bytes, at most 4,096.</param>
    /// <returns>Valid until the next call; fewer bytes only at the end of the source.</returns>
    public ReadOnlySpan<byte> Read(long offset, int count)
    {
        if (offset < _start || offset + count > _start + _length)
        {
            (_start, _length) = (offset, source.Read(_buffer, offset));
        }

        return _buffer.AsSpan((int)(offset - _start), Math.Min(count, (int)(_start + _length - offset)));
    }

    /// <summary>A copy of this many bytes; empty if the source ends before them.</summary>
    public byte[] ReadBlock(long offset, long count)
    {
        if (count <= 0 || offset < 0 || count > source.Length - offset)
        {
            return [];
        }

        var block = new byte[count];
        return source.Read(block, offset) == count ? block : [];
    }
}
