using System.Runtime.CompilerServices;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>First stage: part of the source rows, widened to 16 bits, premultiplied, and laid in pairs of rows.</summary>
internal static unsafe class RowPairs
{
    /// <summary>Longest <see cref="ILanes{TPairs,TSum}.Step"/>.</summary>
    private const int LongestStep = 32;

    /// <summary>Pairs two rows. Samples behind the last, up to a multiple of the lanes' step, become undefined.</summary>
    /// <param name="upper">The pair's first row, from the first sample wanted.</param>
    /// <param name="lower">The pair's second row, likewise.</param>
    /// <param name="samples">Samples wanted.</param>
    /// <param name="readable">Samples that may be read from either row on: at least <paramref name="samples"/>.</param>
    /// <param name="premultiply">Whether the samples are RGBA; the first is a red one.</param>
    /// <param name="pairs">Where the pairs go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Make<TLanes, TPairs, TSum>(
        byte* upper, byte* lower, int samples, long readable, bool premultiply, short* pairs)
        where TLanes : ILanes<TPairs, TSum>
        where TPairs : unmanaged
        where TSum : unmanaged
    {
        var i = 0;
        var direct = (int)Math.Min(samples, readable - TLanes.Step);
        if (premultiply)
        {
            for (; i <= direct && i < samples; i += TLanes.Step)
            {
                TLanes.PairPremultiplied(upper + i, lower + i, pairs + 2 * i);
            }
        }
        else
        {
            for (; i <= direct && i < samples; i += TLanes.Step)
            {
                TLanes.PairRows(upper + i, lower + i, pairs + 2 * i);
            }
        }

        if (i < samples)
        {
            var rest = stackalloc byte[2 * LongestStep];
            new ReadOnlySpan<byte>(upper + i, samples - i).CopyTo(new Span<byte>(rest, LongestStep));
            new ReadOnlySpan<byte>(lower + i, samples - i).CopyTo(new Span<byte>(rest + LongestStep, LongestStep));
            for (; i < samples; i += TLanes.Step, rest += TLanes.Step)
            {
                if (premultiply)
                {
                    TLanes.PairPremultiplied(rest, rest + LongestStep, pairs + 2 * i);
                }
                else
                {
                    TLanes.PairRows(rest, rest + LongestStep, pairs + 2 * i);
                }
            }
        }
    }
}
