using System.Runtime.CompilerServices;

namespace Pipeline.Imaging.Resampling;

/// <summary>Fourth stage: weighted sums of paired columns, scaled down to 8 bits, 16 rows at once.</summary>
internal static unsafe class HorizontalPass
{
    private const int ChannelStride = ColumnPairs.Unit;

    private const int PixelBytes = 4 * ColumnPairs.Rows;

    /// <summary>Makes RGB pixels of 16 rows.</summary>
    /// <param name="columns">The transposed strip.</param>
    /// <param name="axisWeights">Weights.</param>
    /// <param name="x">First pixel to make.</param>
    /// <param name="count">Pixels to make.</param>
    /// <param name="pixels">Receives four bytes for each of the 16 rows, pixel by pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRgb<TLanes, TPairs, TSum>(short* columns, AxisWeights axisWeights, int x, int count, byte* pixels)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vectorLength = 2 * TLanes.UnitCount;
        var initialSum = TLanes.InitialSum(1 << 19);
        fixed (int* weights = axisWeights.AllWeights)
        {
            for (var end = x + count; x < end; x++, pixels += PixelBytes)
            {
                var first = weights + x * axisWeights.WeightStride;
                var last = first + axisWeights.PairCountOf(x);
                var pixel = columns + (nint)axisWeights.FirstPairOf(x) * (3 * ChannelStride);
                for (var i = 0; i < ColumnPairs.Rows; i += 2 * TLanes.UnitCount)
                {
                    TSum red0 = initialSum, green0 = initialSum, blue0 = initialSum, red1 = initialSum, green1 = initialSum, blue1 = initialSum;
                    var from = pixel + 2 * i;
                    for (var weight = first; weight < last; weight++, from += 3 * ChannelStride)
                    {
                        var weightPair = TLanes.BroadcastWeights(weight);
                        red0 = TLanes.MultiplyAdd(red0, from, weightPair);
                        green0 = TLanes.MultiplyAdd(green0, from + ChannelStride, weightPair);
                        blue0 = TLanes.MultiplyAdd(blue0, from + 2 * ChannelStride, weightPair);
                        if (TLanes.UnitCount < ColumnPairs.Rows)
                        {
                            red1 = TLanes.MultiplyAdd(red1, from + vectorLength, weightPair);
                            green1 = TLanes.MultiplyAdd(green1, from + ChannelStride + vectorLength, weightPair);
                            blue1 = TLanes.MultiplyAdd(blue1, from + 2 * ChannelStride + vectorLength, weightPair);
                        }
                    }

                    TLanes.StoreRgb(pixels + 4 * i, red0, green0, blue0);
                    if (TLanes.UnitCount < ColumnPairs.Rows)
                    {
                        TLanes.StoreRgb(pixels + 4 * (i + TLanes.UnitCount), red1, green1, blue1);
                    }
                }
            }
        }
    }

    /// <summary>Makes RGBA pixels of 16 rows, with alpha divided out.</summary>
    /// <inheritdoc cref="SumRgb"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRgba<TLanes, TPairs, TSum>(short* columns, AxisWeights axisWeights, int x, int count, byte* pixels)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vectorLength = 2 * TLanes.UnitCount;
        var initialSum = TLanes.InitialSum(0);
        fixed (int* weights = axisWeights.AllWeights)
        {
            for (var end = x + count; x < end; x++, pixels += PixelBytes)
            {
                var first = weights + x * axisWeights.WeightStride;
                var last = first + axisWeights.PairCountOf(x);
                var pixel = columns + (nint)axisWeights.FirstPairOf(x) * (4 * ChannelStride);
                for (var i = 0; i < ColumnPairs.Rows; i += 2 * TLanes.UnitCount)
                {
                    TSum red0 = initialSum, green0 = initialSum, blue0 = initialSum, alpha0 = initialSum;
                    TSum red1 = initialSum, green1 = initialSum, blue1 = initialSum, alpha1 = initialSum;
                    var from = pixel + 2 * i;
                    for (var weight = first; weight < last; weight++, from += 4 * ChannelStride)
                    {
                        var weightPair = TLanes.BroadcastWeights(weight);
                        red0 = TLanes.MultiplyAdd(red0, from, weightPair);
                        green0 = TLanes.MultiplyAdd(green0, from + ChannelStride, weightPair);
                        blue0 = TLanes.MultiplyAdd(blue0, from + 2 * ChannelStride, weightPair);
                        alpha0 = TLanes.MultiplyAdd(alpha0, from + 3 * ChannelStride, weightPair);
                        if (TLanes.UnitCount < ColumnPairs.Rows)
                        {
                            red1 = TLanes.MultiplyAdd(red1, from + vectorLength, weightPair);
                            green1 = TLanes.MultiplyAdd(green1, from + ChannelStride + vectorLength, weightPair);
                            blue1 = TLanes.MultiplyAdd(blue1, from + 2 * ChannelStride + vectorLength, weightPair);
                            alpha1 = TLanes.MultiplyAdd(alpha1, from + 3 * ChannelStride + vectorLength, weightPair);
                        }
                    }

                    TLanes.StoreRgba(pixels + 4 * i, red0, green0, blue0, alpha0);
                    if (TLanes.UnitCount < ColumnPairs.Rows)
                    {
                        TLanes.StoreRgba(pixels + 4 * (i + TLanes.UnitCount), red1, green1, blue1, alpha1);
                    }
                }
            }
        }
    }
}
