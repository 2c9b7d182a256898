namespace Pipeline.Core.Imaging.Resampling;

/// <summary>
/// Resamples a frame, strip by strip of 16 target rows: rows are paired, summed vertically in tiles that stay in the first
/// cache, laid on their side, summed horizontally, and turned upright. What is held between is one strip.
/// </summary>
internal static unsafe class StripResizer
{
    private const int Rows = ColumnPairs.Rows;

    // A tile is whole pairs of pixels of 3 and of 4 samples, and whole vectors.
    private const int TileGranularity = 3 * VerticalPass.Granularity;

    private const int TileBytes = 64 * 1024;

    /// <summary>Resamples a frame with one width of vector.</summary>
    /// <param name="source">First pixel of the frame.</param>
    /// <param name="sourceStride">Bytes of a source row.</param>
    /// <param name="sourceRows">Rows of the frame.</param>
    /// <param name="target">First pixel of the target frame.</param>
    /// <param name="channels">3 or 4, of both.</param>
    /// <param name="across">Weights of the columns; its count is the target's width.</param>
    /// <param name="down">Weights of the rows; its count is the target's height.</param>
    public static void Run<TLanes, TPairs, TSum>(
        byte* source, int sourceStride, int sourceRows, byte* target, int channels, AxisWeights across, AxisWeights down)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        // Premultiplied samples come at 128 a level; what follows the vertical pass is at 64.
        var shift = AxisWeights.FractionBits + (channels == 4 ? 7 : 0) - 6;
        var samples = across.Pairs * 2 * channels;
        var tallest = TallestStrip(down);
        var tile = Math.Max(TileGranularity, TileBytes / (4 * tallest) / TileGranularity * TileGranularity);
        var rowStride = tile + VerticalPass.Granularity + ColumnPairs.Slack;
        using var pairs = new Scratch(tallest * tile * 2);
        using var rows = new Scratch(Rows * rowStride);
        using var columns = new Scratch(across.Pairs * channels * ColumnPairs.Unit);
        var offset = across.First * channels;
        var sourceLength = (long)sourceStride * sourceRows;
        for (var y = 0; y < down.Count; y += Rows)
        {
            var height = Math.Min(Rows, down.Count - y);
            var (firstPair, endPair) = PairsOf(down, y, height);
            for (var x = 0; x < samples; x += tile)
            {
                var width = Math.Min(tile, samples - x);
                var wanted = Math.Min(width, sourceStride - offset - x);
                for (var pair = firstPair; pair < endPair; pair++)
                {
                    var upper = down.First + 2 * pair;
                    var lower = Math.Min(upper + 1, sourceRows - 1);
                    var at = (long)lower * sourceStride + offset + x;
                    RowPairs.Make<TLanes, TPairs, TSum>(
                        source + ((long)upper * sourceStride + offset + x), source + at, wanted, sourceLength - at,
                        channels == 4, pairs.Start + (pair - firstPair) * tile * 2);
                }

                for (var row = 0; row < height; row++)
                {
                    VerticalPass.Sum<TLanes, TPairs, TSum>(
                        pairs.Start + (down.Start(y + row) - firstPair) * tile * 2, tile * 2, down.Of(y + row), shift, width,
                        rows.Start + row * rowStride);
                }

                ColumnPairs.Make(rows.Start, rowStride, width / (2 * channels), channels, columns.Start + x / 2 * ColumnPairs.Unit);
            }

            MakeStrip<TLanes, TPairs, TSum>(columns.Start, across, channels, height, target + (long)y * across.Count * channels);
        }
    }

    private static void MakeStrip<TLanes, TPairs, TSum>(short* columns, AxisWeights across, int channels, int height, byte* target)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        const int Block = UprightPixels.Block;
        var made = stackalloc byte[Block * 4 * Rows];
        var upright = stackalloc byte[(Block * 4 * Rows) + UprightPixels.Slack];
        var stride = across.Count * channels;
        var slack = channels == 4 ? 0 : UprightPixels.Slack;
        for (var x = 0; x < across.Count; x += Block)
        {
            var width = Math.Min(Block, across.Count - x);
            if (channels == 4)
            {
                HorizontalPass.MakeRgba<TLanes, TPairs, TSum>(columns, across, x, width, made);
            }
            else
            {
                HorizontalPass.MakeRgb<TLanes, TPairs, TSum>(columns, across, x, width, made);
            }

            if (height == Rows && (x + Block) * channels + slack <= stride)
            {
                UprightPixels.Make(made, channels, target + x * channels, stride);
                continue;
            }

            UprightPixels.Make(made, channels, upright, Block * 4);
            for (var row = 0; row < height; row++)
            {
                new ReadOnlySpan<byte>(upright + row * Block * 4, width * channels)
                    .CopyTo(new Span<byte>(target + (long)row * stride + x * channels, width * channels));
            }
        }
    }

    private static (int First, int End) PairsOf(AxisWeights down, int y, int height)
    {
        var (first, end) = (int.MaxValue, 0);
        for (var row = y; row < y + height; row++)
        {
            first = Math.Min(first, down.Start(row));
            end = Math.Max(end, down.Start(row) + down.Of(row).Length);
        }

        return (first, end);
    }

    private static int TallestStrip(AxisWeights down)
    {
        var tallest = 0;
        for (var y = 0; y < down.Count; y += Rows)
        {
            var (first, end) = PairsOf(down, y, Math.Min(Rows, down.Count - y));
            tallest = Math.Max(tallest, end - first);
        }

        return tallest;
    }
}
