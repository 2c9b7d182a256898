using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>
/// 128 bits of Arm64 (Advanced SIMD). There is no multiply-add of adjacent samples: each sample of a unit has a sum of its
/// own, multiplied and added by one instruction, and the two sums of a unit are added at the end.
/// </summary>
internal readonly unsafe struct LanesArm : ILanes<Vector128<short>, LanesArm.Sum>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated && AdvSimd.Arm64.IsSupported;

    public static int Units => 4;

    public static int Step => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load(short* pairs) => Vector128.Load(pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Weights(int* packed) => AdvSimd.LoadAndReplicateToVector128(packed).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sum Add(Sum sum, Vector128<short> pairs, Vector128<short> weights) => new(
        AdvSimd.MultiplyWideningLowerAndAdd(sum.Low, pairs.GetLower(), weights.GetLower()),
        AdvSimd.MultiplyWideningUpperAndAdd(sum.High, pairs, weights));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairRows(byte* upper, byte* lower, short* pairs) => Store(
        AdvSimd.ShiftLeftLogicalWideningLower(Vector64.Load(upper), 7).AsInt16(),
        AdvSimd.ShiftLeftLogicalWideningLower(Vector64.Load(lower), 7).AsInt16(),
        pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
        => Store(Premultiply(upper), Premultiply(lower), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(short* row, Sum low, Sum high)
        => AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateUpper(
            AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateLower(low.Total, 15), high.Total, 15).Store(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Sum sum)
        => Narrow(target, AdvSimd.ShiftRightArithmeticRounded(sum.Total, 20));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnpremultiplied(byte* target, Sum red, Sum green, Sum blue, Sum alpha)
    {
        // 14 fractional bits are left: exact in single precision, so that opaque pixels come out as without alpha.
        var opacity = alpha.Total >> 6;
        var scale = Vector128.ConditionalSelect(
            Vector128.GreaterThan(opacity, Vector128<int>.Zero).AsSingle(),
            Vector128.Create(255f) / Vector128.ConvertToSingle(opacity),
            Vector128<float>.Zero);
        Narrow(target, Divide(red.Total, scale));
        Narrow(target + 16, Divide(green.Total, scale));
        Narrow(target + 32, Divide(blue.Total, scale));
        Narrow(target + 48, AdvSimd.ShiftRightArithmeticRounded(opacity, 14));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Divide(Vector128<int> colour, Vector128<float> scale)
        => Vector128.ConvertToInt32Native(Vector128.ConvertToSingle(colour >> 6) * scale + Vector128.Create(0.5f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Premultiply(byte* samples)
    {
        // colour · alpha · 128 / 255, rounded down; exact where alpha is 255. Alpha itself is multiplied by 255.
        var bytes = Vector64.Load(samples);
        var alpha = AdvSimd.VectorTableLookup(
            Vector128.Create(bytes, bytes), Vector64.Create((byte)3, 3, 3, 3, 7, 7, 7, 7));
        var product = AdvSimd.MultiplyWideningLower(bytes | Vector64.Create(0xFF00_0000).AsByte(), alpha);
        var factor = Vector128.Create((ushort)32897);
        return AdvSimd.Arm64.UnzipOdd(
            AdvSimd.MultiplyWideningLower(product.GetLower(), factor.GetLower()).AsInt16(),
            AdvSimd.MultiplyWideningUpper(product, factor).AsInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, short* pairs)
    {
        AdvSimd.Arm64.ZipLow(upper, lower).Store(pairs);
        AdvSimd.Arm64.ZipHigh(upper, lower).Store(pairs + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow(byte* target, Vector128<int> levels)
    {
        var words = AdvSimd.ExtractNarrowingSaturateLower(levels);
        var bytes = AdvSimd.ExtractNarrowingSaturateUnsignedLower(Vector128.Create(words, words));
        *(int*)target = bytes.AsInt32().ToScalar();
    }

    /// <summary>Sums of the single samples of four units.</summary>
    internal readonly struct Sum(Vector128<int> low, Vector128<int> high)
    {
        public Vector128<int> Low => low;

        public Vector128<int> High => high;

        /// <summary>Sums of the units.</summary>
        public Vector128<int> Total => AdvSimd.Arm64.AddPairwise(low, high);
    }
}
