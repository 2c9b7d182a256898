using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Imaging.Resampling;

/// <summary>256 bits: AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<short>, Vector256<int>>
{
    public static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    public static int UnitCount => 8;

    public static int SampleCount => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> BroadcastWeights(int* packed) => Vector256.Create(*packed).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> InitialSum(int half) => Vector256.Create(half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, short* pairs, Vector256<short> weights)
        => sum + Avx2.MultiplyAddAdjacent(weights, *(Vector256<short>*)pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairRows(byte* upper, byte* lower, short* pairs)
        => Store(Widen(upper), Widen(lower), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
        => Store(Premultiply(Widen(upper)), Premultiply(Widen(lower)), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(short* row, Vector256<int> low, Vector256<int> high, int shift)
        => Avx2.PackSignedSaturate(low >> shift, high >> shift).Store(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgb(byte* pixels, Vector256<int> red, Vector256<int> green, Vector256<int> blue)
        => StorePixels(pixels, red >> 20, green >> 20, blue >> 20, blue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgba(byte* pixels, Vector256<int> red, Vector256<int> green, Vector256<int> blue, Vector256<int> alpha)
    {
        // 14 fractional bits remain, which single precision holds exactly: opaque pixels come out the same as without alpha.
        alpha >>= 6;
        var scale = Vector256.ConditionalSelect(
            Vector256.GreaterThan(alpha, Vector256<int>.Zero).AsSingle(),
            Vector256.Create(255f) / Vector256.ConvertToSingle(alpha),
            Vector256<float>.Zero);
        StorePixels(
            pixels, Unpremultiply(red, scale), Unpremultiply(green, scale), Unpremultiply(blue, scale), (alpha + Vector256.Create(1 << 13)) >> 14);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Unpremultiply(Vector256<int> colour, Vector256<float> scale)
    {
        var value = Vector256.ConvertToSingle(colour >> 6) * scale + Vector256.Create(0.5f);
        return Vector256.ConvertToInt32Native(Vector256.MinNative(value, Vector256.Create(255f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(byte* samples) => Avx2.ConvertToVector256Int16(samples);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Premultiply(Vector256<short> samples)
    {
        // colour · alpha · 128 / 255, rounded down; exact where alpha is 255. Alpha itself is multiplied by 255.
        var alpha = Avx2.ShuffleHigh(Avx2.ShuffleLow(samples, 0xFF), 0xFF);
        var colours = samples | Vector256.Create(0x00FF_0000_0000_0000).AsInt16();
        return Avx2.MultiplyHigh((colours * alpha).AsUInt16(), Vector256.Create((ushort)32897)).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<short> upper, Vector256<short> lower, short* pairs)
    {
        Avx2.UnpackLow(upper, lower).Store(pairs);
        Avx2.UnpackHigh(upper, lower).Store(pairs + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixels(byte* pixels, Vector256<int> red, Vector256<int> green, Vector256<int> blue, Vector256<int> alpha)
    {
        var redGreen = Avx2.PackSignedSaturate(red, green);
        var blueAlpha = Avx2.PackSignedSaturate(blue, alpha);
        Avx2.Shuffle(Avx2.PackUnsignedSaturate(redGreen, blueAlpha), Vector256.Create(
            (byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
            0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).Store(pixels);
    }
}
