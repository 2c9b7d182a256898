using System.Runtime.CompilerServices;

namespace Pipeline.Imaging.Resampling;

/// <summary>Second stage: weighted sums of paired rows.</summary>
internal static unsafe class VerticalPass
{
    /// <summary>The number of samples made is a multiple of this, for every vector width.</summary>
    public const int Granularity = 128;

    /// <summary>Makes part of one row: 16 bits, 64 per level.</summary>
    /// <param name="pairs">The first pair of rows that has a weight.</param>
    /// <param name="stride">16-bit values from one pair of rows to the next.</param>
    /// <param name="weights">Weights of the pairs.</param>
    /// <param name="shift">Bits to scale sums down by, to 64 per level.</param>
    /// <param name="samples">Samples to make, rounded up to <see cref="Granularity"/>.</param>
    /// <param name="row">Receives the samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TLanes, TPairs, TSum>(
        short* pairs, nint stride, ReadOnlySpan<int> weights, int shift, int samples, short* row)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vectorLength = 2 * TLanes.UnitCount;
        var initialSum = TLanes.InitialSum(1 << (shift - 1));
        fixed (int* first = weights)
        {
            var end = first + weights.Length;
            for (var i = 0; i < samples; i += 8 * TLanes.UnitCount)
            {
                TSum sum0 = initialSum, sum1 = initialSum, sum2 = initialSum, sum3 = initialSum, sum4 = initialSum, sum5 = initialSum, sum6 = initialSum, sum7 = initialSum;
                var from = pairs + 2 * i;
                for (var weight = first; weight < end; weight++, from += stride)
                {
                    var weightPair = TLanes.BroadcastWeights(weight);
                    sum0 = TLanes.MultiplyAdd(sum0, from, weightPair);
                    sum1 = TLanes.MultiplyAdd(sum1, from + vectorLength, weightPair);
                    sum2 = TLanes.MultiplyAdd(sum2, from + 2 * vectorLength, weightPair);
                    sum3 = TLanes.MultiplyAdd(sum3, from + 3 * vectorLength, weightPair);
                    sum4 = TLanes.MultiplyAdd(sum4, from + 4 * vectorLength, weightPair);
                    sum5 = TLanes.MultiplyAdd(sum5, from + 5 * vectorLength, weightPair);
                    sum6 = TLanes.MultiplyAdd(sum6, from + 6 * vectorLength, weightPair);
                    sum7 = TLanes.MultiplyAdd(sum7, from + 7 * vectorLength, weightPair);
                }

                TLanes.StoreRow(row + i, sum0, sum1, shift);
                TLanes.StoreRow(row + i + vectorLength, sum2, sum3, shift);
                TLanes.StoreRow(row + i + 2 * vectorLength, sum4, sum5, shift);
                TLanes.StoreRow(row + i + 3 * vectorLength, sum6, sum7, shift);
            }
        }
    }
}
