using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Imaging.Resampling;

/// <summary>128 bits: SSE2.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<short>, Vector128<int>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated && Sse2.IsSupported;

    public static int UnitCount => 4;

    public static int SampleCount => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> BroadcastWeights(int* packed) => Vector128.Create(*packed).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> InitialSum(int half) => Vector128.Create(half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, short* pairs, Vector128<short> weights)
        => sum + Sse2.MultiplyAddAdjacent(weights, *(Vector128<short>*)pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairRows(byte* upper, byte* lower, short* pairs)
        => Store(Widen(upper), Widen(lower), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
        => Store(Premultiply(Widen(upper)), Premultiply(Widen(lower)), pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(short* row, Vector128<int> low, Vector128<int> high, int shift)
        => Sse2.PackSignedSaturate(low >> shift, high >> shift).Store(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgb(byte* pixels, Vector128<int> red, Vector128<int> green, Vector128<int> blue)
        => StorePixels(pixels, red >> 20, green >> 20, blue >> 20, blue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRgba(byte* pixels, Vector128<int> red, Vector128<int> green, Vector128<int> blue, Vector128<int> alpha)
    {
        // 14 fractional bits remain, which single precision holds exactly: opaque pixels come out the same as without alpha.
        alpha >>= 6;
        var scale = Vector128.ConditionalSelect(
            Vector128.GreaterThan(alpha, Vector128<int>.Zero).AsSingle(),
            Vector128.Create(255f) / Vector128.ConvertToSingle(alpha),
            Vector128<float>.Zero);
        StorePixels(
            pixels, Unpremultiply(red, scale), Unpremultiply(green, scale), Unpremultiply(blue, scale), (alpha + Vector128.Create(1 << 13)) >> 14);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Unpremultiply(Vector128<int> colour, Vector128<float> scale)
    {
        var value = Vector128.ConvertToSingle(colour >> 6) * scale + Vector128.Create(0.5f);
        return Vector128.ConvertToInt32Native(Vector128.MinNative(value, Vector128.Create(255f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Widen(byte* samples) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)samples).AsByte()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Premultiply(Vector128<short> samples)
    {
        // colour · alpha · 128 / 255, rounded down; exact where alpha is 255. Alpha itself is multiplied by 255.
        var alpha = Sse2.ShuffleHigh(Sse2.ShuffleLow(samples, 0xFF), 0xFF);
        var colours = samples | Vector128.Create(0x00FF_0000_0000_0000).AsInt16();
        return Sse2.MultiplyHigh((colours * alpha).AsUInt16(), Vector128.Create((ushort)32897)).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, short* pairs)
    {
        Sse2.UnpackLow(upper, lower).Store(pairs);
        Sse2.UnpackHigh(upper, lower).Store(pairs + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixels(byte* pixels, Vector128<int> red, Vector128<int> green, Vector128<int> blue, Vector128<int> alpha)
    {
        var redGreen = Sse2.PackSignedSaturate(red, green);
        var blueAlpha = Sse2.PackSignedSaturate(blue, alpha);
        Vector128.ShuffleNative(Sse2.PackUnsignedSaturate(redGreen, blueAlpha), Vector128.Create(
            (byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).Store(pixels);
    }
}
