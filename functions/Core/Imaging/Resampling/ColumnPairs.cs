using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Core.Imaging.Resampling;

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
    public static void Make(short* rows, int stride, int pixelPairs, int channels, short* columns)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            MakeScalar(rows, stride, pixelPairs, channels, columns);
            return;
        }

        // Both pixels' samples of a channel side by side; RGB leaves the last unit unused.
        var rgba = Vector128.Create((short)0, 4, 1, 5, 2, 6, 3, 7).AsInt16();
        for (var p = 0; p < pixelPairs; p++, columns += channels * Unit)
        {
            var from = rows + p * 2 * channels;
            for (var y = 0; y < Rows; y += 4, from += 4 * stride)
            {
                Vector128<int> row0, row1, row2, row3;
                if (channels == 4)
                {
                    row0 = Vector128.ShuffleNative(Vector128.Load(from), rgba).AsInt32();
                    row1 = Vector128.ShuffleNative(Vector128.Load(from + stride), rgba).AsInt32();
                    row2 = Vector128.ShuffleNative(Vector128.Load(from + 2 * stride), rgba).AsInt32();
                    row3 = Vector128.ShuffleNative(Vector128.Load(from + 3 * stride), rgba).AsInt32();
                }
                else
                {
                    row0 = PairRgb(from);
                    row1 = PairRgb(from + stride);
                    row2 = PairRgb(from + 2 * stride);
                    row3 = PairRgb(from + 3 * stride);
                }

                var low01 = ZipLow(row0, row1).AsInt64();
                var low23 = ZipLow(row2, row3).AsInt64();
                var high01 = ZipHigh(row0, row1).AsInt64();
                var high23 = ZipHigh(row2, row3).AsInt64();
                var to = columns + 2 * y;
                ZipLow(low01, low23).AsInt16().Store(to);
                ZipHigh(low01, low23).AsInt16().Store(to + Unit);
                ZipLow(high01, high23).AsInt16().Store(to + 2 * Unit);
                if (channels == 4)
                {
                    ZipHigh(high01, high23).AsInt16().Store(to + 3 * Unit);
                }
            }
        }
    }

    private static void MakeScalar(short* rows, int stride, int pixelPairs, int channels, short* columns)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairRgb(short* samples)
        => Vector128.ShuffleNative(Vector128.Load(samples), Vector128.Create((short)0, 3, 1, 4, 2, 5, 6, 7)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ZipLow(Vector128<int> a, Vector128<int> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ZipHigh(Vector128<int> a, Vector128<int> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> ZipLow(Vector128<long> a, Vector128<long> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> ZipHigh(Vector128<long> a, Vector128<long> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
