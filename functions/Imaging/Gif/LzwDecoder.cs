namespace Pipeline.Imaging.Gif;

/// <summary>
/// Decodes the pixels of a frame, row by row. Memory does not depend on the size that the frame claims, and pixels outside the canvas
/// take no time of their own.
/// </summary>
internal sealed class LzwDecoder
{
    private const int MaxIndexBits = 8;

    private readonly LzwTable _table = new();

    /// <summary>Decodes a frame.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="offset">Offset in bytes of the frame's minimum code size, which its blocks follow.</param>
    /// <param name="rows">Takes the indexes until it is complete.</param>
    /// <returns>Whether all pixels of the frame were there.</returns>
    public bool Decode(ReadOnlySpan<byte> file, int offset, GifRows rows)
    {
        if (rows.IsComplete)
        {
            return true;
        }

        var indexBits = offset < file.Length ? file[offset] : 0;
        if (indexBits is < 1 or > MaxIndexBits)
        {
            return false;
        }

        _table.SetIndexes(1 << indexBits);
        var isComplete = ReadCodes(new(file, offset + 1), indexBits, rows);
        if (!isComplete)
        {
            rows.FinishEarly();
        }

        return isComplete;
    }

    private bool ReadCodes(GifBits bits, int indexBits, GifRows rows)
    {
        var clear = 1 << indexBits;
        var (next, codeBits, previous) = (clear + 2, indexBits + 1, -1);
        while (!rows.IsComplete && bits.Read(codeBits) is >= 0 and var code)
        {
            if (code == clear)
            {
                (next, codeBits, previous) = (clear + 2, indexBits + 1, -1);
                continue;
            }

            if (code == clear + 1 || code > next || (code > clear && previous < 0))
            {
                return false;
            }

            if (previous >= 0 && next < LzwTable.MaxCodes)
            {
                // A code that is not in the table yet is the one being added: the text before, and the first index of that.
                _table.Add(next, previous, _table.GetFirstIndex(code == next ? previous : code));
                next++;
                codeBits = next == 1 << codeBits && codeBits < LzwTable.MaxCodeBits ? codeBits + 1 : codeBits;
            }

            rows.Add(_table, code);
            previous = code;
        }

        return rows.IsComplete;
    }
}
