using System.Runtime.CompilerServices;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Second stage: weighted sums of paired rows.</summary>
internal static unsafe class VerticalPass
{
    /// <summary>Samples that are made are a multiple of this, whatever the lanes.</summary>
    public const int Granularity = 128;

    /// <summary>Makes part of one row: 16 bits, 64 a level.</summary>
    /// <param name="pairs">The first pair of rows that has a weight.</param>
    /// <param name="stride">16-bit values from one pair of rows to the next.</param>
    /// <param name="weights">Weights of the pairs.</param>
    /// <param name="shift">Bits by which sums are more than 64 a level.</param>
    /// <param name="samples">Samples to make, rounded up to <see cref="Granularity"/>.</param>
    /// <param name="row">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TLanes, TPairs, TSum>(
        short* pairs, nint stride, ReadOnlySpan<int> weights, int shift, int samples, short* row)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vector = 2 * TLanes.Units;
        var start = TLanes.Start(1 << (shift - 1));
        fixed (int* first = weights)
        {
            var end = first + weights.Length;
            for (var i = 0; i < samples; i += 8 * TLanes.Units)
            {
                TSum sum0 = start, sum1 = start, sum2 = start, sum3 = start, sum4 = start, sum5 = start, sum6 = start, sum7 = start;
                var from = pairs + 2 * i;
                for (var weight = first; weight < end; weight++, from += stride)
                {
                    var both = TLanes.Weights(weight);
                    sum0 = TLanes.Add(sum0, from, both);
                    sum1 = TLanes.Add(sum1, from + vector, both);
                    sum2 = TLanes.Add(sum2, from + 2 * vector, both);
                    sum3 = TLanes.Add(sum3, from + 3 * vector, both);
                    sum4 = TLanes.Add(sum4, from + 4 * vector, both);
                    sum5 = TLanes.Add(sum5, from + 5 * vector, both);
                    sum6 = TLanes.Add(sum6, from + 6 * vector, both);
                    sum7 = TLanes.Add(sum7, from + 7 * vector, both);
                }

                TLanes.StoreRow(row + i, sum0, sum1, shift);
                TLanes.StoreRow(row + i + vector, sum2, sum3, shift);
                TLanes.StoreRow(row + i + 2 * vector, sum4, sum5, shift);
                TLanes.StoreRow(row + i + 3 * vector, sum6, sum7, shift);
            }
        }
    }
}
