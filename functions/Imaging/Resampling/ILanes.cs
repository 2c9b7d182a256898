namespace Pipeline.Imaging.Resampling;

/// <summary>
/// One width of vector. The stages of resampling are written once, in these terms, and compiled for each width. A unit is
/// a pair of 16-bit samples, one of either source row (or column) of a pair; a vector holds <see cref="UnitCount"/> of them.
/// </summary>
/// <typeparam name="TPairs">A vector of units.</typeparam>
/// <typeparam name="TSum">A 32-bit sum for each unit.</typeparam>
internal unsafe interface ILanes<TPairs, TSum>
    where TPairs : unmanaged
    where TSum : unmanaged
{
    /// <summary>Units of a vector.</summary>
    static abstract int UnitCount { get; }

    /// <summary>Samples that <see cref="PairRows"/> and <see cref="PairPremultiplied"/> take at once: a multiple of 4.</summary>
    static abstract int SampleCount { get; }

    /// <summary>The same two weights for all units.</summary>
    static abstract TPairs BroadcastWeights(int* packed);

    /// <summary>What each unit's sum begins with: half of what it is scaled down by rounds it.</summary>
    static abstract TSum InitialSum(int half);

    /// <summary>Adds both samples of each of <see cref="UnitCount"/> units, weighted, to its sum.</summary>
    static abstract TSum MultiplyAdd(TSum sum, short* pairs, TPairs weights);

    /// <summary>Widens samples of two rows to 16 bits, and pairs them.</summary>
    static abstract void PairRows(byte* upper, byte* lower, short* pairs);

    /// <summary>The same for RGBA, colours multiplied by alpha, at 128 a level.</summary>
    static abstract void PairPremultiplied(byte* upper, byte* lower, short* pairs);

    /// <summary>Scales down and saturates to 16 bits, in the order that the samples had before they were paired.</summary>
    /// <param name="row">Where the samples go, twice <see cref="UnitCount"/>.</param>
    /// <param name="low">Sums of the first vector that was stored for these samples.</param>
    /// <param name="high">Sums of the second.</param>
    /// <param name="shift">Bits to scale down by.</param>
    static abstract void StoreRow(short* row, TSum low, TSum high, int shift);

    /// <summary>Scales down by 20 bits, saturates to 8, and makes pixels of four bytes; the fourth is undefined.</summary>
    static abstract void StoreRgb(byte* pixels, TSum red, TSum green, TSum blue);

    /// <summary>Scales down by 20 bits, divides colours by alpha, rounds, saturates to 8 bits, and makes pixels of four bytes.</summary>
    static abstract void StoreRgba(byte* pixels, TSum red, TSum green, TSum blue, TSum alpha);
}
