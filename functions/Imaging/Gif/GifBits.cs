using System.Buffers.Binary;

namespace Pipeline.Imaging.Gif;

/// <summary>The codes of a frame, from the lowest bit of each byte on, across its blocks.</summary>
/// <param name="file">The whole file.</param>
/// <param name="offset">Offset in bytes of the first block.</param>
internal ref struct GifBits(ReadOnlySpan<byte> file, int offset)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _offset = offset;
    private int _blockEnd = offset;
    private ulong _bits;
    private int _count;

    /// <returns>The next code, of at most 12 bits; -1 at the end of the blocks or of the file.</returns>
    public int Read(int length)
    {
        while (_count < length)
        {
            if (_offset == _blockEnd && !OpenBlock())
            {
                return -1;
            }

            Fill();
        }

        var code = (int)(_bits & ((1ul << length) - 1));
        _bits >>= length;
        _count -= length;
        return code;
    }

    /// <summary>Takes one byte of the block, or four at once.</summary>
    private void Fill()
    {
        if (_blockEnd - _offset >= sizeof(uint))
        {
            _bits |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(_file[_offset..]) << _count;
            _offset += sizeof(uint);
            _count += 32;
            return;
        }

        _bits |= (ulong)_file[_offset++] << _count;
        _count += 8;
    }

    private bool OpenBlock()
    {
        if (_offset >= _file.Length || _file[_offset] == 0)
        {
            return false;
        }

        _blockEnd = Math.Min(_file.Length, _offset + 1 + _file[_offset]);
        _offset++;
        return _offset < _blockEnd;
    }
}
