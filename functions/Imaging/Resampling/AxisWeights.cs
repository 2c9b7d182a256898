using System.Buffers;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// The weights of source pixels for every target pixel along one axis: fixed-point, laid out for a multiply-add of
/// adjacent 16-bit values. Source pixels come in pairs that start at <see cref="First"/>, <c>First + 2</c>, and so on.
/// The memory is pooled: dispose the weights.
/// </summary>
internal sealed class AxisWeights : IDisposable
{
    /// <summary>Fractional bits of a weight: the weights of a target pixel add up to exactly <c>1 &lt;&lt; 14</c>.</summary>
    public const int FractionBits = 14;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private readonly int _weightStride;

    /// <summary>Computes the weights.</summary>
    /// <param name="sourceLength">Pixels of the source along the axis; weights beyond them are left out, and the others scaled up to compensate.</param>
    /// <param name="offset">Start of the region in source pixels.</param>
    /// <param name="length">Length of the region in source pixels.</param>
    /// <param name="targetLength">Pixels that the region becomes.</param>
    /// <param name="shrinkFactor">Pixels that each source pixel is the average of; see <see cref="ShrinkCompensation"/>.</param>
    public AxisWeights(int sourceLength, double offset, double length, int targetLength, double shrinkFactor = 1)
    {
        var ratio = length / targetLength;
        var scale = Math.Max(1, ratio);
        var radius = (Lanczos.Support * scale) + (shrinkFactor > 1 ? 1 : 0);
        var taps = Math.Min(sourceLength, (int)Math.Ceiling(2 * radius) + 2);
        _weightStride = taps / 2 + 1;
        _starts = ArrayPool<int>.Shared.Rent(targetLength);
        _counts = ArrayPool<int>.Shared.Rent(targetLength);
        _weights = ArrayPool<int>.Shared.Rent(targetLength * _weightStride);
        Count = targetLength;

        var exact = ArrayPool<double>.Shared.Rent(taps);
        var rounded = ArrayPool<short>.Shared.Rent(taps);
        var (first, end) = (int.MaxValue, 0);
        for (var i = 0; i < targetLength; i++)
        {
            var centre = offset + (i + 0.5) * ratio;
            var low = Math.Clamp((int)Math.Floor(centre - radius), 0, sourceLength - 1);
            var high = Math.Clamp((int)Math.Ceiling(centre + radius), low + 1, Math.Min(sourceLength, low + taps));
            var kernel = exact.AsSpan(0, high - low);
            Lanczos.Fill((low + 0.5 - centre) / scale, 1 / scale, kernel);
            ShrinkCompensation.Apply(kernel, shrinkFactor);
            var weights = rounded.AsSpan(0, kernel.Length);
            FixedPoint.Quantise(kernel, weights);
            var skipped = weights.IndexOfAnyExcept((short)0);
            weights = weights[skipped..(weights.LastIndexOfAnyExcept((short)0) + 1)];
            _starts[i] = low + skipped;
            _counts[i] = weights.Length;
            Pack(weights, _weights.AsSpan(i * _weightStride, _weightStride));
            first = Math.Min(first, _starts[i]);
            end = Math.Max(end, _starts[i] + weights.Length);
        }

        ArrayPool<double>.Shared.Return(exact);
        ArrayPool<short>.Shared.Return(rounded);
        First = first;
        End = end;
        AlignToPairs();
    }

    /// <summary>Number of target pixels.</summary>
    public int Count { get; }

    /// <summary>The first source pixel that any target pixel uses.</summary>
    public int First { get; }

    /// <summary>One past the last source pixel that any target pixel uses.</summary>
    public int End { get; }

    /// <summary>Number of pairs that hold all source pixels from <see cref="First"/> to <see cref="End"/>.</summary>
    public int PairCount => (End - First + 1) / 2;

    /// <summary>Index of the first pair, counted from <see cref="First"/>, that target pixel <paramref name="i"/> uses.</summary>
    public int FirstPairOf(int i) => _starts[i];

    /// <summary>Number of pairs that target pixel <paramref name="i"/> uses.</summary>
    public int PairCountOf(int i) => _counts[i];

    /// <summary>Number of integers from one target pixel's weights to the next's in <see cref="AllWeights"/>.</summary>
    public int WeightStride => _weightStride;

    /// <summary>Weights of all target pixels.</summary>
    public ReadOnlySpan<int> AllWeights => _weights;

    /// <summary>Weights of target pixel <paramref name="i"/>, two per integer, with the pair's first pixel in the lower 16 bits.</summary>
    public ReadOnlySpan<int> WeightsOf(int i) => _weights.AsSpan(i * _weightStride, _counts[i]);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_weights);
    }

    private static void Pack(ReadOnlySpan<short> weights, Span<int> packed)
    {
        packed.Clear();
        for (var k = 0; k < weights.Length; k++)
        {
            packed[k / 2] |= (ushort)weights[k] << (k % 2 * 16);
        }
    }

    // All pairs start at an even distance from First, so that each is made once for all target pixels.
    private void AlignToPairs()
    {
        for (var i = 0; i < Count; i++)
        {
            var distance = _starts[i] - First;
            var count = _counts[i] + distance % 2;
            if (distance % 2 == 1)
            {
                var packed = _weights.AsSpan(i * _weightStride, _weightStride);
                for (var k = (count - 1) / 2; k >= 0; k--)
                {
                    packed[k] = (packed[k] << 16) | (k == 0 ? 0 : packed[k - 1] >>> 16);
                }
            }

            _starts[i] = distance / 2;
            _counts[i] = (count + 1) / 2;
        }
    }
}
