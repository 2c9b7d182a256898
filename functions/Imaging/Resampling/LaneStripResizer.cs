namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples with one vector width: pairs rows, sums them vertically in tiles that stay in the first-level cache, transposes them,
/// sums them horizontally, and transposes the result back. Holds one strip in between.
/// </summary>
internal sealed unsafe class LaneStripResizer<TLanes, TPairs, TSum> : StripResizer
    where TLanes : ILanes<TPairs, TSum>
    where TPairs : unmanaged
    where TSum : unmanaged
{
    // A tile holds whole pairs of pixels, of 3 or 4 samples each, and whole vectors.
    private const int TileGranularity = 3 * VerticalPass.Granularity;

    private const int TileBytes = 64 * 1024;

    private readonly int _sourceRows;
    private readonly int _channels;
    private readonly AxisWeights _horizontalWeights;
    private readonly AxisWeights _verticalWeights;
    private readonly int _tileSamples;
    private readonly int _rowStride;
    private readonly ScratchBuffer _pairs;
    private readonly ScratchBuffer _rows;
    private readonly ScratchBuffer _columns;

    /// <param name="sourceRows">Rows of the frame.</param>
    /// <param name="channels">Channels of source and target, 3 or 4.</param>
    /// <param name="horizontalWeights">Weights of the columns; its count is the target's width. Disposed with the resizer.</param>
    /// <param name="verticalWeights">Weights of the rows; its count is the target's height. Disposed with the resizer.</param>
    public LaneStripResizer(int sourceRows, int channels, AxisWeights horizontalWeights, AxisWeights verticalWeights)
        : base(verticalWeights.Count)
    {
        (_sourceRows, _channels, _horizontalWeights, _verticalWeights) = (sourceRows, channels, horizontalWeights, verticalWeights);
        var maxPairs = MaxPairsPerStrip();
        _tileSamples = Math.Max(TileGranularity, TileBytes / (4 * maxPairs) / TileGranularity * TileGranularity);
        _rowStride = _tileSamples + VerticalPass.Granularity + ColumnPairs.Slack;
        _pairs = new ScratchBuffer(maxPairs * _tileSamples * 2);
        _rows = new ScratchBuffer(Rows * _rowStride);
        _columns = new ScratchBuffer(horizontalWeights.PairCount * channels * ColumnPairs.Unit);
    }

    /// <inheritdoc/>
    public override (int First, int End) SourceRowsOf(int strip)
    {
        var (first, end) = PairsOf(strip);
        return (_verticalWeights.First + 2 * first, Math.Min(_verticalWeights.First + 2 * end, _sourceRows));
    }

    /// <inheritdoc/>
    public override void ResizeStrip(int strip, RowWindow source, byte* target)
    {
        // Premultiplied samples arrive at 128 per level; the vertical pass leaves 64 per level.
        var shift = AxisWeights.FractionBits + (_channels == 4 ? 7 : 0) - 6;
        var samples = _horizontalWeights.PairCount * 2 * _channels;
        var offset = _horizontalWeights.First * _channels;
        var y = strip * Rows;
        var height = HeightOf(strip);
        var (firstPair, endPair) = PairsOf(strip);
        for (var x = 0; x < samples; x += _tileSamples)
        {
            var width = Math.Min(_tileSamples, samples - x);
            var available = Math.Min(width, source.Stride - offset - x);
            for (var pair = firstPair; pair < endPair; pair++)
            {
                var row = _verticalWeights.First + 2 * pair;
                var upper = source.Row(row) + offset + x;
                var lower = source.Row(Math.Min(row + 1, _sourceRows - 1)) + offset + x;
                RowPairs.Pair<TLanes, TPairs, TSum>(
                    upper, lower, available, source.ReadableBytesFrom(upper > lower ? upper : lower), _channels == 4,
                    _pairs.Start + (pair - firstPair) * _tileSamples * 2);
            }

            for (var row = 0; row < height; row++)
            {
                VerticalPass.Sum<TLanes, TPairs, TSum>(
                    _pairs.Start + (_verticalWeights.FirstPairOf(y + row) - firstPair) * _tileSamples * 2, _tileSamples * 2, _verticalWeights.WeightsOf(y + row), shift, width,
                    _rows.Start + row * _rowStride);
            }

            ColumnPairs.Transpose(_rows.Start, _rowStride, width / (2 * _channels), _channels, _columns.Start + x / 2 * ColumnPairs.Unit);
        }

        WriteUpright(height, target + (long)y * _horizontalWeights.Count * _channels);
    }

    public override void Dispose()
    {
        _horizontalWeights.Dispose();
        _verticalWeights.Dispose();
        _pairs.Dispose();
        _rows.Dispose();
        _columns.Dispose();
    }

    private void WriteUpright(int height, byte* target)
    {
        const int BlockSize = PixelTranspose.BlockSize;
        var columnPixels = stackalloc byte[BlockSize * 4 * Rows];
        var upright = stackalloc byte[(BlockSize * 4 * Rows) + PixelTranspose.Slack];
        var stride = _horizontalWeights.Count * _channels;
        var slack = _channels == 4 ? 0 : PixelTranspose.Slack;
        for (var x = 0; x < _horizontalWeights.Count; x += BlockSize)
        {
            var width = Math.Min(BlockSize, _horizontalWeights.Count - x);
            if (_channels == 4)
            {
                HorizontalPass.SumRgba<TLanes, TPairs, TSum>(_columns.Start, _horizontalWeights, x, width, columnPixels);
            }
            else
            {
                HorizontalPass.SumRgb<TLanes, TPairs, TSum>(_columns.Start, _horizontalWeights, x, width, columnPixels);
            }

            if (height == Rows && (x + BlockSize) * _channels + slack <= stride)
            {
                PixelTranspose.ToRows(columnPixels, _channels, target + x * _channels, stride);
                continue;
            }

            PixelTranspose.ToRows(columnPixels, _channels, upright, BlockSize * 4);
            for (var row = 0; row < height; row++)
            {
                new ReadOnlySpan<byte>(upright + row * BlockSize * 4, width * _channels)
                    .CopyTo(new Span<byte>(target + (long)row * stride + x * _channels, width * _channels));
            }
        }
    }

    private (int First, int End) PairsOf(int strip)
    {
        var (first, end) = (int.MaxValue, 0);
        for (var row = strip * Rows; row < strip * Rows + HeightOf(strip); row++)
        {
            first = Math.Min(first, _verticalWeights.FirstPairOf(row));
            end = Math.Max(end, _verticalWeights.FirstPairOf(row) + _verticalWeights.WeightsOf(row).Length);
        }

        return (first, end);
    }

    private int MaxPairsPerStrip()
    {
        var maxPairs = 0;
        for (var strip = 0; strip < Count; strip++)
        {
            var (first, end) = PairsOf(strip);
            maxPairs = Math.Max(maxPairs, end - first);
        }

        return maxPairs;
    }
}
