using System.Runtime.CompilerServices;

namespace Pipeline.Imaging.Resampling;

/// <summary>First stage: part of the source rows, widened to 16 bits, premultiplied, and laid in pairs of rows.</summary>
internal static unsafe class RowPairs
{
    /// <summary>Longest <see cref="ILanes{TPairs,TSum}.SampleCount"/>.</summary>
    private const int MaxSampleCount = 32;

    /// <summary>Pairs two rows. Samples behind the last, up to a multiple of the lanes' step, become undefined.</summary>
    /// <param name="upper">The pair's first row, from the first sample wanted.</param>
    /// <param name="lower">The pair's second row, likewise.</param>
    /// <param name="samples">Samples wanted.</param>
    /// <param name="readable">Samples that may be read from either row on: at least <paramref name="samples"/>.</param>
    /// <param name="premultiply">Whether the samples are RGBA; the first is a red one.</param>
    /// <param name="pairs">Where the pairs go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pair<TLanes, TPairs, TSum>(
        byte* upper, byte* lower, int samples, long readable, bool premultiply, short* pairs)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var i = 0;
        var lastDirect = (int)Math.Min(samples, readable - TLanes.SampleCount);
        if (premultiply)
        {
            for (; i <= lastDirect && i < samples; i += TLanes.SampleCount)
            {
                TLanes.PairPremultiplied(upper + i, lower + i, pairs + 2 * i);
            }
        }
        else
        {
            for (; i <= lastDirect && i < samples; i += TLanes.SampleCount)
            {
                TLanes.PairRows(upper + i, lower + i, pairs + 2 * i);
            }
        }

        if (i < samples)
        {
            var tail = stackalloc byte[2 * MaxSampleCount];
            new ReadOnlySpan<byte>(upper + i, samples - i).CopyTo(new Span<byte>(tail, MaxSampleCount));
            new ReadOnlySpan<byte>(lower + i, samples - i).CopyTo(new Span<byte>(tail + MaxSampleCount, MaxSampleCount));
            for (; i < samples; i += TLanes.SampleCount, tail += TLanes.SampleCount)
            {
                if (premultiply)
                {
                    TLanes.PairPremultiplied(tail, tail + MaxSampleCount, pairs + 2 * i);
                }
                else
                {
                    TLanes.PairRows(tail, tail + MaxSampleCount, pairs + 2 * i);
                }
            }
        }
    }
}
