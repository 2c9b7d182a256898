using System.Buffers.Binary;

namespace Pipeline.Imaging.Gif;

/// <summary>
/// The texts that codes of LZW stand for. A text is the text of another code and one more index. It is kept in blocks of eight
/// indexes, so that most texts are written at once.
/// </summary>
internal sealed class LzwTable
{
    public const int MaxCodeBits = 12;
    public const int MaxCodes = 1 << MaxCodeBits;

    /// <summary>A text of up to this many indexes is written at once.</summary>
    public const int BlockLength = sizeof(ulong);

    /// <summary>A text may be written with this many bytes of anything after it.</summary>
    public const int Padding = BlockLength - 1;

    /// <summary>No text has more indexes: each code that is added has at most one more than the longest before.</summary>
    public const int MaxTextLength = MaxCodes;

    private readonly Text[] _texts = new Text[MaxCodes];

    /// <summary>Sets the codes that stand for one index.</summary>
    public void SetIndexes(int count)
    {
        for (var index = 0; index < count; index++)
        {
            _texts[index] = new((ulong)index, 1, 0, (byte)index);
        }
    }

    /// <summary>Number of indexes of a text.</summary>
    public int GetLength(int code) => _texts[code].Length;

    public byte GetFirstIndex(int code) => _texts[code].First;

    /// <summary>Sets the text of a code to that of another one and one more index.</summary>
    public void Add(int code, int prefix, byte index)
    {
        ref readonly var text = ref _texts[prefix];
        var position = text.Length % BlockLength;
        _texts[code] = position == 0
            ? new(index, (ushort)(text.Length + 1), (ushort)prefix, text.First)
            : new(text.LastBlock | ((ulong)index << (position * 8)), (ushort)(text.Length + 1), text.CodeBefore, text.First);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="code">Code of the text.</param>
    /// <param name="target">Has room for the text and <see cref="Padding"/>.</param>
    public void Write(int code, Span<byte> target)
    {
        ref readonly var text = ref _texts[code];
        var start = (text.Length - 1) & -BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(target[start..], text.LastBlock);
        while (start > 0)
        {
            start -= BlockLength;
            text = ref _texts[text.CodeBefore];
            BinaryPrimitives.WriteUInt64LittleEndian(target[start..], text.LastBlock);
        }
    }

    /// <param name="LastBlock">The last 1 to 8 indexes, from the lowest byte on.</param>
    /// <param name="Length">Number of indexes.</param>
    /// <param name="CodeBefore">Code of the text before the last block, if the text has more than one.</param>
    /// <param name="First">The first index.</param>
    private readonly record struct Text(ulong LastBlock, ushort Length, ushort CodeBefore, byte First);
}
