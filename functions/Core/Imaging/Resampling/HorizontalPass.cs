using System.Runtime.CompilerServices;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Fourth stage: weighted sums of paired columns, down to 8 bits, 16 rows at once.</summary>
internal static unsafe class HorizontalPass
{
    private const int Channel = ColumnPairs.Unit;

    private const int PixelBytes = 4 * ColumnPairs.Rows;

    /// <summary>Makes RGB pixels of 16 rows.</summary>
    /// <param name="columns">The strip, on its side.</param>
    /// <param name="across">Weights.</param>
    /// <param name="x">First pixel to make.</param>
    /// <param name="count">Pixels to make.</param>
    /// <param name="pixels">Where they go: 16 rows of four bytes for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeRgb<TLanes, TPairs, TSum>(short* columns, AxisWeights across, int x, int count, byte* pixels)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vector = 2 * TLanes.Units;
        var start = TLanes.Start(1 << 19);
        fixed (int* weights = across.All)
        {
            for (var end = x + count; x < end; x++, pixels += PixelBytes)
            {
                var first = weights + x * across.Capacity;
                var last = first + across.Length(x);
                var pixel = columns + (nint)across.Start(x) * (3 * Channel);
                for (var i = 0; i < ColumnPairs.Rows; i += 2 * TLanes.Units)
                {
                    TSum red0 = start, green0 = start, blue0 = start, red1 = start, green1 = start, blue1 = start;
                    var from = pixel + 2 * i;
                    for (var weight = first; weight < last; weight++, from += 3 * Channel)
                    {
                        var both = TLanes.Weights(weight);
                        red0 = TLanes.Add(red0, from, both);
                        green0 = TLanes.Add(green0, from + Channel, both);
                        blue0 = TLanes.Add(blue0, from + 2 * Channel, both);
                        if (TLanes.Units < ColumnPairs.Rows)
                        {
                            red1 = TLanes.Add(red1, from + vector, both);
                            green1 = TLanes.Add(green1, from + Channel + vector, both);
                            blue1 = TLanes.Add(blue1, from + 2 * Channel + vector, both);
                        }
                    }

                    TLanes.StoreRgb(pixels + 4 * i, red0, green0, blue0);
                    if (TLanes.Units < ColumnPairs.Rows)
                    {
                        TLanes.StoreRgb(pixels + 4 * (i + TLanes.Units), red1, green1, blue1);
                    }
                }
            }
        }
    }

    /// <summary>Makes RGBA pixels of 16 rows, alpha divided out.</summary>
    /// <inheritdoc cref="MakeRgb"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeRgba<TLanes, TPairs, TSum>(short* columns, AxisWeights across, int x, int count, byte* pixels)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var vector = 2 * TLanes.Units;
        var start = TLanes.Start(0);
        fixed (int* weights = across.All)
        {
            for (var end = x + count; x < end; x++, pixels += PixelBytes)
            {
                var first = weights + x * across.Capacity;
                var last = first + across.Length(x);
                var pixel = columns + (nint)across.Start(x) * (4 * Channel);
                for (var i = 0; i < ColumnPairs.Rows; i += 2 * TLanes.Units)
                {
                    TSum red0 = start, green0 = start, blue0 = start, alpha0 = start;
                    TSum red1 = start, green1 = start, blue1 = start, alpha1 = start;
                    var from = pixel + 2 * i;
                    for (var weight = first; weight < last; weight++, from += 4 * Channel)
                    {
                        var both = TLanes.Weights(weight);
                        red0 = TLanes.Add(red0, from, both);
                        green0 = TLanes.Add(green0, from + Channel, both);
                        blue0 = TLanes.Add(blue0, from + 2 * Channel, both);
                        alpha0 = TLanes.Add(alpha0, from + 3 * Channel, both);
                        if (TLanes.Units < ColumnPairs.Rows)
                        {
                            red1 = TLanes.Add(red1, from + vector, both);
                            green1 = TLanes.Add(green1, from + Channel + vector, both);
                            blue1 = TLanes.Add(blue1, from + 2 * Channel + vector, both);
                            alpha1 = TLanes.Add(alpha1, from + 3 * Channel + vector, both);
                        }
                    }

                    TLanes.StoreRgba(pixels + 4 * i, red0, green0, blue0, alpha0);
                    if (TLanes.Units < ColumnPairs.Rows)
                    {
                        TLanes.StoreRgba(pixels + 4 * (i + TLanes.Units), red1, green1, blue1, alpha1);
                    }
                }
            }
        }
    }
}
