namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Fourth stage: weighted sums of paired columns, down to 8 bits, 16 rows at once.</summary>
internal static unsafe class HorizontalPass
{
    /// <summary>Makes one RGB pixel of 16 rows.</summary>
    /// <param name="columns">The first pair of columns that has a weight.</param>
    /// <param name="weights">Weights of the pairs.</param>
    /// <param name="target">Where the channels go, 16 bytes each.</param>
    public static void SumRgb<TLanes, TPairs, TSum>(short* columns, ReadOnlySpan<int> weights, byte* target)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        const int Units = 3 * ColumnPairs.Rows;
        var vector = 2 * TLanes.Units;
        fixed (int* first = weights)
        {
            var end = first + weights.Length;
            for (var i = 0; i < Units; i += 3 * TLanes.Units, target += 3 * TLanes.Units)
            {
                TSum sum0 = default, sum1 = default, sum2 = default;
                var from = columns + 2 * i;
                for (var weight = first; weight < end; weight++, from += 2 * Units)
                {
                    var both = TLanes.Weights(weight);
                    sum0 = TLanes.Add(sum0, TLanes.Load(from), both);
                    sum1 = TLanes.Add(sum1, TLanes.Load(from + vector), both);
                    sum2 = TLanes.Add(sum2, TLanes.Load(from + 2 * vector), both);
                }

                TLanes.StoreBytes(target, sum0);
                TLanes.StoreBytes(target + TLanes.Units, sum1);
                TLanes.StoreBytes(target + 2 * TLanes.Units, sum2);
            }
        }
    }

    /// <summary>Makes one RGBA pixel of 16 rows, alpha divided out.</summary>
    /// <inheritdoc cref="SumRgb"/>
    public static void SumRgba<TLanes, TPairs, TSum>(short* columns, ReadOnlySpan<int> weights, byte* target)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        const int Channel = ColumnPairs.Unit;
        fixed (int* first = weights)
        {
            var end = first + weights.Length;
            for (var i = 0; i < ColumnPairs.Rows; i += TLanes.Units)
            {
                TSum red = default, green = default, blue = default, alpha = default;
                var from = columns + 2 * i;
                for (var weight = first; weight < end; weight++, from += 4 * Channel)
                {
                    var both = TLanes.Weights(weight);
                    red = TLanes.Add(red, TLanes.Load(from), both);
                    green = TLanes.Add(green, TLanes.Load(from + Channel), both);
                    blue = TLanes.Add(blue, TLanes.Load(from + 2 * Channel), both);
                    alpha = TLanes.Add(alpha, TLanes.Load(from + 3 * Channel), both);
                }

                TLanes.StoreUnpremultiplied(target + i, red, green, blue, alpha);
            }
        }
    }
}
