using System.Runtime.CompilerServices;

namespace Pipeline.Imaging.Resampling;

/// <summary>First stage: widens part of the source rows to 16 bits, premultiplies RGBA, and interleaves the rows in pairs.</summary>
internal static unsafe class RowPairs
{
    /// <summary>Largest <see cref="ILanes{TPairs,TSum}.SampleCount"/>.</summary>
    private const int MaxSampleCount = 32;

    /// <summary>Pairs two rows. Samples after the last one, up to a multiple of the lanes' step, become undefined.</summary>
    /// <param name="upper">The pair's first row, starting at the first sample to pair.</param>
    /// <param name="lower">The pair's second row, likewise.</param>
    /// <param name="samples">Number of samples to pair.</param>
    /// <param name="readable">Number of samples that may be read from the start of each row: at least <paramref name="samples"/>.</param>
    /// <param name="premultiply">Whether the samples are RGBA, starting with red.</param>
    /// <param name="pairs">Receives the pairs.</param>
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
