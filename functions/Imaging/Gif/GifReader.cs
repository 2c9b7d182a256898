using System.Buffers.Binary;
using Pipeline.Imaging.Animations;

namespace Pipeline.Imaging.Gif;

/// <summary>Walks through the blocks of a GIF, frame by frame, without decoding pixels. Never throws, whatever the bytes are.</summary>
/// <seealso href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt"/>
internal ref struct GifReader
{
    private const int HeaderLength = 13;
    private const byte Extension = 0x21;
    private const byte ImageDescriptor = 0x2C;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Application = 0xFF;
    private const int DescriptorLength = 9;

    private readonly ReadOnlySpan<byte> _file;
    private readonly int _globalColours;
    private int _offset;
    private FrameDisposal _disposal;
    private int _delay;
    private int _transparentIndex = -1;
    private bool _awaitsFrame;

    public GifReader(ReadOnlySpan<byte> file)
    {
        _file = file;
        if (file.Length < HeaderLength || !file.StartsWith("GIF8"u8))
        {
            IsDamaged = true;
            _offset = file.Length;
            return;
        }

        ScreenWidth = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        ScreenHeight = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        _globalColours = CountColours(file[10]);
        _offset = HeaderLength + (_globalColours * 3);
    }

    /// <summary>Width in pixels from the header; the first frame may be larger.</summary>
    public int ScreenWidth { get; }

    /// <summary>Height in pixels from the header; the first frame may be larger.</summary>
    public int ScreenHeight { get; }

    /// <summary>The frame that <see cref="MoveNext"/> found.</summary>
    public GifFrame Current { get; private set; }

    /// <summary>How often the animation plays, as far as read; 0 means forever. Without an extension it plays once.</summary>
    public int LoopCount { get; private set; } = 1;

    /// <summary>Whether the file ends inside a block, or has bytes that are no block. A missing trailer is no damage.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Finds the next frame. Its pixels may end early.</summary>
    public bool MoveNext()
    {
        while (_offset < _file.Length)
        {
            var isFrame = false;
            var isRead = _file[_offset++] switch
            {
                Extension => ReadExtension(),
                ImageDescriptor => isFrame = ReadFrame(),
                Trailer => Stop(),
                _ => false,
            };
            if (isFrame)
            {
                return true;
            }

            if (!isRead)
            {
                IsDamaged = true;
                Stop();
                return false;
            }
        }

        // What describes a frame is there, but not the frame.
        IsDamaged |= _awaitsFrame;
        return false;
    }

    /// <summary>Number of colours of a palette, from the byte that describes it.</summary>
    private static int CountColours(byte flags) => (flags & 0x80) != 0 ? 2 << (flags & 7) : 0;

    private bool Stop()
    {
        (_offset, _awaitsFrame) = (_file.Length, false);
        return true;
    }

    private bool ReadFrame()
    {
        if (_offset + DescriptorLength > _file.Length)
        {
            return false;
        }

        var descriptor = _file[_offset..];
        var flags = descriptor[8];
        var area = new FrameArea(ReadShort(descriptor, 0), ReadShort(descriptor, 2), ReadShort(descriptor, 4), ReadShort(descriptor, 6));
        _offset += DescriptorLength;
        var colours = CountColours(flags);
        var (paletteOffset, paletteColours) = colours > 0 ? (_offset, colours) : (HeaderLength, _globalColours);
        _offset += colours * 3;
        Current = new(area, _disposal, _delay, _transparentIndex, (flags & 0x40) != 0, paletteOffset, paletteColours, _offset);
        (_disposal, _delay, _transparentIndex, _awaitsFrame) = (FrameDisposal.Keep, 0, -1, false);
        _offset++; // LZW's minimum code size
        // The decoder finds out whether pixels are missing; without the end of the blocks they may still be whole.
        SkipBlocks();
        return true;
    }

    private bool ReadExtension()
    {
        if (_offset >= _file.Length)
        {
            return false;
        }

        var label = _file[_offset++];
        if (label == GraphicControl)
        {
            ReadGraphicControl();
        }
        else if (label == Application)
        {
            ReadLoopCount();
        }

        return SkipBlocks();
    }

    private void ReadGraphicControl()
    {
        var block = PeekBlock(_offset);
        if (block.Length < 4)
        {
            return;
        }

        _awaitsFrame = true;
        // Method 4 was written for 3 by programs that read the specification's bits from the wrong end; browsers accept it.
        _disposal = ((block[0] >> 2) & 7) switch
        {
            2 => FrameDisposal.Clear,
            3 or 4 => FrameDisposal.Restore,
            _ => FrameDisposal.Keep,
        };
        _delay = ReadShort(block, 1) * 10;
        _transparentIndex = (block[0] & 1) != 0 ? block[3] : -1;
    }

    private void ReadLoopCount()
    {
        var name = PeekBlock(_offset);
        if (!name.SequenceEqual("NETSCAPE2.0"u8) && !name.SequenceEqual("ANIMEXTS1.0"u8))
        {
            return;
        }

        if (PeekBlock(_offset + 1 + name.Length) is [1, _, _, ..] block)
        {
            // The extension counts repetitions after the first play; 0 means forever.
            var repetitions = ReadShort(block, 1);
            LoopCount = repetitions == 0 ? 0 : repetitions + 1;
        }
    }

    /// <summary>Content of the block at an offset; empty if the file ends before its end.</summary>
    private readonly ReadOnlySpan<byte> PeekBlock(int offset) =>
        offset < _file.Length && offset + 1 + _file[offset] <= _file.Length ? _file.Slice(offset + 1, _file[offset]) : [];

    /// <returns>False if the file ends before the last block, which is empty.</returns>
    private bool SkipBlocks()
    {
        while (_offset < _file.Length)
        {
            var length = _file[_offset];
            _offset += 1 + length;
            if (length == 0)
            {
                return true;
            }
        }

        _offset = _file.Length;
        return false;
    }

    private static int ReadShort(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
}
