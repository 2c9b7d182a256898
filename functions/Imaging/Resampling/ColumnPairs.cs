using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Third stage: transposes a strip of 16 rows. For each pair of pixels and each channel, the samples of the 16 rows become
/// 16 consecutive units, so that the horizontal pass works like the vertical one, without a shuffle.
/// </summary>
internal static unsafe class ColumnPairs
{
    /// <summary>Rows of a strip.</summary>
    public const int Rows = 16;

    /// <summary>Number of 16-bit values for one channel of a pair of pixels.</summary>
    public const int Unit = 2 * Rows;

    /// <summary>Number of samples after the last one of each row that may be read.</summary>
    public const int Slack = 8;

    /// <summary>Transposes <paramref name="pixelPairs"/> pairs of pixels of 16 rows.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    /// <param name="pixelPairs">Number of pairs of pixels per row.</param>
    /// <param name="channels">3 or 4.</param>
    /// <param name="columns">Receives <paramref name="channels"/> times <see cref="Unit"/> values per pair of pixels.</param>
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

    // Puts the two pixels' samples of each channel side by side; the last element is unused.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairRgb(short* samples)
        => Vector128.ShuffleNative(Vector128.Load(samples), Vector128.Create((short)0, 3, 1, 4, 2, 5, 6, 7)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairRgba(short* samples)
        => Vector128.ShuffleNative(Vector128.Load(samples), Vector128.Create((short)0, 4, 1, 5, 2, 6, 3, 7)).AsInt32();
}
