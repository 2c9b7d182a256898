using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Imaging.Resampling;

/// <summary>512 bits: AVX-512 with byte and word instructions.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<short>, Vector512<int>>
{
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    public static int UnitCount => 16;

    public static int SampleCount => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> BroadcastWeights(int* packed) => Vector512.Create(*packed).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> InitialSum(int half) => Vector512.Create(half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sum, short* pairs, Vector512<short> weights)
        => sum + Avx512BW.MultiplyAddAdjacent(weights, *(Vector512<short>*)pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairRows(byte* upper, byte* lower, short* pairs)
        => Store(Widen(upper), Widen(lower), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
        => Store(Premultiply(Widen(upper)), Premultiply(Widen(lower)), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(short* row, Vector512<int> low, Vector512<int> high, int shift)
        => Avx512BW.PackSignedSaturate(low >> shift, high >> shift).Store(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgb(byte* pixels, Vector512<int> red, Vector512<int> green, Vector512<int> blue)
        => StorePixels(pixels, red >> 20, green >> 20, blue >> 20, blue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgba(byte* pixels, Vector512<int> red, Vector512<int> green, Vector512<int> blue, Vector512<int> alpha)
    {
        // 14 fractional bits remain, which single precision holds exactly: opaque pixels come out the same as without alpha.
        alpha >>= 6;
        var scale = Vector512.ConditionalSelect(
            Vector512.GreaterThan(alpha, Vector512<int>.Zero).AsSingle(),
            Vector512.Create(255f) / Vector512.ConvertToSingle(alpha),
            Vector512<float>.Zero);
        StorePixels(
            pixels, Unpremultiply(red, scale), Unpremultiply(green, scale), Unpremultiply(blue, scale), (alpha + Vector512.Create(1 << 13)) >> 14);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Unpremultiply(Vector512<int> colour, Vector512<float> scale)
    {
        var value = Vector512.ConvertToSingle(colour >> 6) * scale + Vector512.Create(0.5f);
        return Vector512.ConvertToInt32Native(Vector512.MinNative(value, Vector512.Create(255f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Widen(byte* samples) => Avx512BW.ConvertToVector512Int16(Vector256.Load(samples));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Premultiply(Vector512<short> samples)
    {
        // colour · alpha · 128 / 255, rounded down; exact where alpha is 255. Alpha itself is multiplied by 255.
        var alpha = Avx512BW.ShuffleHigh(Avx512BW.ShuffleLow(samples, 0xFF), 0xFF);
        var colours = samples | Vector512.Create(0x00FF_0000_0000_0000).AsInt16();
        return Avx512BW.MultiplyHigh((colours * alpha).AsUInt16(), Vector512.Create((ushort)32897)).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<short> upper, Vector512<short> lower, short* pairs)
    {
        Avx512BW.UnpackLow(upper, lower).Store(pairs);
        Avx512BW.UnpackHigh(upper, lower).Store(pairs + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixels(byte* pixels, Vector512<int> red, Vector512<int> green, Vector512<int> blue, Vector512<int> alpha)
    {
        var redGreen = Avx512BW.PackSignedSaturate(red, green);
        var blueAlpha = Avx512BW.PackSignedSaturate(blue, alpha);
        Avx512BW.Shuffle(Avx512BW.PackUnsignedSaturate(redGreen, blueAlpha), Vector512.Create(
            (byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
            0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
            0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
            0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).Store(pixels);
    }
}
