using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// 128 bits of Arm64 (Advanced SIMD). There is no multiply-add of adjacent samples: each sample of a unit has a sum of its
/// own, multiplied and added by one instruction, and the two sums of a unit are added at the end.
/// </summary>
internal readonly unsafe struct LanesArm : ILanes<Vector128<short>, LanesArm.Sum>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated && AdvSimd.Arm64.IsSupported;

    public static int UnitCount => 4;

    public static int SampleCount => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> BroadcastWeights(int* packed) => AdvSimd.LoadAndReplicateToVector128(packed).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sum InitialSum(int half) => new(Vector128.Create(half, 0, half, 0), Vector128.Create(half, 0, half, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sum MultiplyAdd(Sum sum, short* pairs, Vector128<short> weights)
    {
        var both = Vector128.Load(pairs);
        return new Sum(
            AdvSimd.MultiplyWideningLowerAndAdd(sum.Low, both.GetLower(), weights.GetLower()),
            AdvSimd.MultiplyWideningUpperAndAdd(sum.High, both, weights));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairRows(byte* upper, byte* lower, short* pairs) => Store(
        AdvSimd.ZeroExtendWideningLower(Vector64.Load(upper)).AsInt16(),
        AdvSimd.ZeroExtendWideningLower(Vector64.Load(lower)).AsInt16(),
        pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
        => Store(Premultiply(upper), Premultiply(lower), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(short* row, Sum low, Sum high, int shift)
        => AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low.Total >> shift), high.Total >> shift)
            .Store(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgb(byte* pixels, Sum red, Sum green, Sum blue)
    {
        var third = blue.Total >> 20;
        StorePixels(pixels, red.Total >> 20, green.Total >> 20, third, third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgba(byte* pixels, Sum red, Sum green, Sum blue, Sum alpha)
    {
        // 14 fractional bits remain, which single precision holds exactly: opaque pixels come out the same as without alpha.
        var opacity = alpha.Total >> 6;
        var scale = Vector128.ConditionalSelect(
            Vector128.GreaterThan(opacity, Vector128<int>.Zero).AsSingle(),
            Vector128.Create(255f) / Vector128.ConvertToSingle(opacity),
            Vector128<float>.Zero);
        StorePixels(
            pixels, Unpremultiply(red.Total, scale), Unpremultiply(green.Total, scale), Unpremultiply(blue.Total, scale),
            AdvSimd.ShiftRightArithmeticRounded(opacity, 14));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Unpremultiply(Vector128<int> colour, Vector128<float> scale)
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
    private static void StorePixels(
        byte* pixels, Vector128<int> red, Vector128<int> green, Vector128<int> blue, Vector128<int> alpha)
    {
        var redGreen = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(red), green);
        var blueAlpha = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(blue), alpha);
        var planes = AdvSimd.ExtractNarrowingSaturateUnsignedUpper(
            AdvSimd.ExtractNarrowingSaturateUnsignedLower(redGreen), blueAlpha);
        Vector128.ShuffleNative(planes, Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).Store(pixels);
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
