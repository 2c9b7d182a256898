namespace Pipeline.Core.Imaging.Resampling;

/// <summary>
/// Resamples with one width of vector: rows are paired, summed vertically in tiles that stay in the first cache, laid on their
/// side, summed horizontally, and turned upright. What is held between is one strip.
/// </summary>
internal sealed unsafe class LaneStripResizer<TLanes, TPairs, TSum> : StripResizer
    where TLanes : ILanes<TPairs, TSum>
    where TPairs : unmanaged
    where TSum : unmanaged
{
    // A tile is whole pairs of pixels of 3 and of 4 samples, and whole vectors.
    private const int TileGranularity = 3 * VerticalPass.Granularity;

    private const int TileBytes = 64 * 1024;

    private readonly int _sourceRows;
    private readonly int _channels;
    private readonly AxisWeights _across;
    private readonly AxisWeights _down;
    private readonly int _tile;
    private readonly int _rowStride;
    private readonly Scratch _pairs;
    private readonly Scratch _rows;
    private readonly Scratch _columns;

    /// <param name="sourceRows">Rows of the frame.</param>
    /// <param name="channels">3 or 4, of both.</param>
    /// <param name="across">Weights of the columns; its count is the target's width. Disposed along.</param>
    /// <param name="down">Weights of the rows; its count is the target's height. Disposed along.</param>
    public LaneStripResizer(int sourceRows, int channels, AxisWeights across, AxisWeights down)
        : base(down.Count)
    {
        (_sourceRows, _channels, _across, _down) = (sourceRows, channels, across, down);
        var tallest = TallestStrip();
        _tile = Math.Max(TileGranularity, TileBytes / (4 * tallest) / TileGranularity * TileGranularity);
        _rowStride = _tile + VerticalPass.Granularity + ColumnPairs.Slack;
        _pairs = new Scratch(tallest * _tile * 2);
        _rows = new Scratch(Rows * _rowStride);
        _columns = new Scratch(across.Pairs * channels * ColumnPairs.Unit);
    }

    /// <inheritdoc/>
    public override (int First, int End) SourceOf(int strip)
    {
        var (first, end) = PairsOf(strip);
        return (_down.First + 2 * first, Math.Min(_down.First + 2 * end, _sourceRows));
    }

    /// <inheritdoc/>
    public override void Make(int strip, RowWindow source, byte* target)
    {
        // Premultiplied samples come at 128 a level; what follows the vertical pass is at 64.
        var shift = AxisWeights.FractionBits + (_channels == 4 ? 7 : 0) - 6;
        var samples = _across.Pairs * 2 * _channels;
        var offset = _across.First * _channels;
        var y = strip * Rows;
        var height = HeightOf(strip);
        var (firstPair, endPair) = PairsOf(strip);
        for (var x = 0; x < samples; x += _tile)
        {
            var width = Math.Min(_tile, samples - x);
            var wanted = Math.Min(width, source.Stride - offset - x);
            for (var pair = firstPair; pair < endPair; pair++)
            {
                var row = _down.First + 2 * pair;
                var upper = source.Row(row) + offset + x;
                var lower = source.Row(Math.Min(row + 1, _sourceRows - 1)) + offset + x;
                RowPairs.Make<TLanes, TPairs, TSum>(
                    upper, lower, wanted, source.Readable(upper > lower ? upper : lower), _channels == 4,
                    _pairs.Start + (pair - firstPair) * _tile * 2);
            }

            for (var row = 0; row < height; row++)
            {
                VerticalPass.Sum<TLanes, TPairs, TSum>(
                    _pairs.Start + (_down.Start(y + row) - firstPair) * _tile * 2, _tile * 2, _down.Of(y + row), shift, width,
                    _rows.Start + row * _rowStride);
            }

            ColumnPairs.Make(_rows.Start, _rowStride, width / (2 * _channels), _channels, _columns.Start + x / 2 * ColumnPairs.Unit);
        }

        MakeUpright(height, target + (long)y * _across.Count * _channels);
    }

    public override void Dispose()
    {
        _across.Dispose();
        _down.Dispose();
        _pairs.Dispose();
        _rows.Dispose();
        _columns.Dispose();
    }

    private void MakeUpright(int height, byte* target)
    {
        const int Block = UprightPixels.Block;
        var made = stackalloc byte[Block * 4 * Rows];
        var upright = stackalloc byte[(Block * 4 * Rows) + UprightPixels.Slack];
        var stride = _across.Count * _channels;
        var slack = _channels == 4 ? 0 : UprightPixels.Slack;
        for (var x = 0; x < _across.Count; x += Block)
        {
            var width = Math.Min(Block, _across.Count - x);
            if (_channels == 4)
            {
                HorizontalPass.MakeRgba<TLanes, TPairs, TSum>(_columns.Start, _across, x, width, made);
            }
            else
            {
                HorizontalPass.MakeRgb<TLanes, TPairs, TSum>(_columns.Start, _across, x, width, made);
            }

            if (height == Rows && (x + Block) * _channels + slack <= stride)
            {
                UprightPixels.Make(made, _channels, target + x * _channels, stride);
                continue;
            }

            UprightPixels.Make(made, _channels, upright, Block * 4);
            for (var row = 0; row < height; row++)
            {
                new ReadOnlySpan<byte>(upright + row * Block * 4, width * _channels)
                    .CopyTo(new Span<byte>(target + (long)row * stride + x * _channels, width * _channels));
            }
        }
    }

    private (int First, int End) PairsOf(int strip)
    {
        var (first, end) = (int.MaxValue, 0);
        for (var row = strip * Rows; row < strip * Rows + HeightOf(strip); row++)
        {
            first = Math.Min(first, _down.Start(row));
            end = Math.Max(end, _down.Start(row) + _down.Of(row).Length);
        }

        return (first, end);
    }

    private int TallestStrip()
    {
        var tallest = 0;
        for (var strip = 0; strip < Count; strip++)
        {
            var (first, end) = PairsOf(strip);
            tallest = Math.Max(tallest, end - first);
        }

        return tallest;
    }
}
