namespace Pipeline.Imaging.Resampling;

/// <summary>
/// One vector width. The resampling stages are written once, against this interface, and compiled for each width. A unit is
/// a pair of 16-bit samples, one from each source row (or column) of a pair; a vector holds <see cref="UnitCount"/> units.
/// </summary>
/// <typeparam name="TPairs">A vector of units.</typeparam>
/// <typeparam name="TSum">A 32-bit sum for each unit.</typeparam>
internal unsafe interface ILanes<TPairs, TSum>
    where TPairs : unmanaged
    where TSum : unmanaged
{
    /// <summary>Units per vector.</summary>
    static abstract int UnitCount { get; }

    /// <summary>Samples that <see cref="PairRows"/> and <see cref="PairPremultiplied"/> process at once: a multiple of 4.</summary>
    static abstract int SampleCount { get; }

    /// <summary>The same two weights for all units.</summary>
    static abstract TPairs BroadcastWeights(int* packed);

    /// <summary>The initial value of each unit's sum. Half of the later divisor makes the division round.</summary>
    static abstract TSum InitialSum(int half);

    /// <summary>Adds the two weighted samples of each of <see cref="UnitCount"/> units to its sum.</summary>
    static abstract TSum MultiplyAdd(TSum sum, short* pairs, TPairs weights);

    /// <summary>Widens samples of two rows to 16 bits, and pairs them.</summary>
    static abstract void PairRows(byte* upper, byte* lower, short* pairs);

    /// <summary>The same for RGBA, with colours multiplied by alpha, at 128 per level.</summary>
    static abstract void PairPremultiplied(byte* upper, byte* lower, short* pairs);

    /// <summary>Scales down and saturates to 16 bits, in the order that the samples had before pairing.</summary>
    /// <param name="row">Receives twice <see cref="UnitCount"/> samples.</param>
    /// <param name="low">Sums of the first vector that was stored for these samples.</param>
    /// <param name="high">Sums of the second.</param>
    /// <param name="shift">Bits to scale down by.</param>
    static abstract void StoreRow(short* row, TSum low, TSum high, int shift);

    /// <summary>Scales down by 20 bits, saturates to 8 bits, and stores pixels of four bytes; the fourth byte is undefined.</summary>
    static abstract void StoreRgb(byte* pixels, TSum red, TSum green, TSum blue);

    /// <summary>Scales down by 20 bits, divides colours by alpha, rounds, saturates to 8 bits, and stores pixels of four bytes.</summary>
    static abstract void StoreRgba(byte* pixels, TSum red, TSum green, TSum blue, TSum alpha);
}
