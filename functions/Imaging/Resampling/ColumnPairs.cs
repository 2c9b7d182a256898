using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Third stage: turns a strip of 16 rows on its side. What was a row of samples becomes, for each pair of pixels and each
/// channel, 16 units below each other: the horizontal pass then works like the vertical one, without a shuffle.
/// </summary>
internal static unsafe class ColumnPairs
{
    /// <summary>Rows of a strip.</summary>
    public const int Rows = 16;

    /// <summary>16-bit values of one channel of a pair of pixels.</summary>
    public const int Unit = 2 * Rows;

    /// <summary>Samples behind the last that may be read of each row.</summary>
    public const int Slack = 8;

    /// <summary>Lays <paramref name="pixelPairs"/> pairs of pixels of 16 rows on their side.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    /// <param name="pixelPairs">Pairs of pixels.</param>
    /// <param name="channels">3 or 4.</param>
    /// <param name="columns">Where they go: <paramref name="channels"/> times <see cref="Unit"/> values each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(short* rows, int stride, int pixelPairs, int channels, short* columns)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            TransposeScalar(rows, stride, pixelPairs, channels, columns);
        }
        else if (channels == 4)
        {
            TransposeRgba(rows, stride, pixelPairs, columns);
        }
        else
        {
            TransposeRgb(rows, stride, pixelPairs, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRgb(short* rows, int stride, int pixelPairs, short* columns)
    {
        for (var p = 0; p < pixelPairs; p++, rows += 6, columns += 3 * Unit)
        {
            var from = rows;
            for (var to = columns; to < columns + Unit; to += 8, from += 4 * stride)
            {
                var (a, b, c, d) = (PairRgb(from), PairRgb(from + stride), PairRgb(from + 2 * stride), PairRgb(from + 3 * stride));
                VectorTranspose.Transpose(ref a, ref b, ref c, ref d);
                a.AsInt16().Store(to);
                b.AsInt16().Store(to + Unit);
                c.AsInt16().Store(to + 2 * Unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRgba(short* rows, int stride, int pixelPairs, short* columns)
    {
        for (var p = 0; p < pixelPairs; p++, rows += 8, columns += 4 * Unit)
        {
            var from = rows;
            for (var to = columns; to < columns + Unit; to += 8, from += 4 * stride)
            {
                var (a, b, c, d) = (PairRgba(from), PairRgba(from + stride), PairRgba(from + 2 * stride), PairRgba(from + 3 * stride));
                VectorTranspose.Transpose(ref a, ref b, ref c, ref d);
                a.AsInt16().Store(to);
                b.AsInt16().Store(to + Unit);
                c.AsInt16().Store(to + 2 * Unit);
                d.AsInt16().Store(to + 3 * Unit);
            }
        }
    }

    private static void TransposeScalar(short* rows, int stride, int pixelPairs, int channels, short* columns)
    {
        for (var i = 0; i < pixelPairs * channels; i++)
        {
            var from = rows + i / channels * 2 * channels + i % channels;
            for (var y = 0; y < Rows; y++, from += stride, columns += 2)
            {
                columns[0] = from[0];
                columns[1] = from[channels];
            }
        }
    }

    // Both pixels' samples of a channel side by side; the last is of no use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairRgb(short* samples)
        => Vector128.ShuffleNative(Vector128.Load(samples), Vector128.Create((short)0, 3, 1, 4, 2, 5, 6, 7)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairRgba(short* samples)
        => Vector128.ShuffleNative(Vector128.Load(samples), Vector128.Create((short)0, 4, 1, 5, 2, 6, 3, 7)).AsInt32();
}
