namespace Pipeline.Imaging.Resampling;

/// <summary>Source rows that are at hand: all rows of a frame, or as many as a strip needs, where a row takes the place of one long used.</summary>
/// <param name="start">First byte of the memory.</param>
/// <param name="stride">Bytes of a row; rows follow each other without padding.</param>
/// <param name="capacity">Rows that the memory holds: row <c>y</c> of the frame lies in row <c>y</c> modulo this.</param>
internal readonly unsafe struct RowWindow(byte* start, int stride, int capacity)
{
    public int Stride => stride;

    /// <summary>Where row <paramref name="y"/> of the frame lies.</summary>
    public byte* Row(int y) => start + (long)(y % capacity) * stride;

    /// <summary>Bytes from <paramref name="position"/> to the end of the memory: as many may be read.</summary>
    public long ReadableBytesFrom(byte* position) => start + (long)capacity * stride - position;
}
