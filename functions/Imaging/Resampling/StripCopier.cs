namespace Pipeline.Imaging.Resampling;

/// <summary>Copies pixels unchanged.</summary>
/// <param name="x">First column to copy.</param>
/// <param name="y">First row to copy.</param>
/// <param name="width">Pixels to copy from each row.</param>
/// <param name="rows">Rows to copy.</param>
/// <param name="channels">3 or 4.</param>
internal sealed unsafe class StripCopier(int x, int y, int width, int rows, int channels) : StripResizer(rows)
{
    public override (int First, int End) SourceRowsOf(int strip) => (y + strip * Rows, y + strip * Rows + HeightOf(strip));

    public override void ResizeStrip(int strip, RowWindow source, byte* target)
    {
        var length = width * channels;
        var first = strip * Rows;
        for (var row = first; row < first + HeightOf(strip); row++)
        {
            new ReadOnlySpan<byte>(source.Row(y + row) + x * channels, length).CopyTo(new Span<byte>(target + (long)row * length, length));
        }
    }

    public override void Dispose()
    {
    }
}
