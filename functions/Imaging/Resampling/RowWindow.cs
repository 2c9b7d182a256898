namespace Pipeline.Imaging.Resampling;

/// <summary>The source rows in memory: all rows of a frame, or as many as a strip needs, with new rows in the place of old ones.</summary>
/// <param name="start">First byte of the memory.</param>
/// <param name="stride">Bytes per row; rows have no padding.</param>
/// <param name="capacity">Number of rows in memory: row <c>y</c> of the frame is at row <c>y</c> modulo this.</param>
internal readonly unsafe struct RowWindow(byte* start, int stride, int capacity)
{
    public int Stride => stride;

    /// <summary>Address of row <paramref name="y"/> of the frame.</summary>
    public byte* Row(int y) => start + (long)(y % capacity) * stride;

    /// <summary>Number of bytes from <paramref name="position"/> to the end of the memory, all of which may be read.</summary>
    public long ReadableBytesFrom(byte* position) => start + (long)capacity * stride - position;
}
