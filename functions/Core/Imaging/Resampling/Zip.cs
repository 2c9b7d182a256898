using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Turns four vectors of four elements on their side.</summary>
internal static class Zip
{
    /// <summary>Element <c>i</c> of each vector, in order, becomes vector <c>i</c>. Needs 128-bit vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector128<int> a, ref Vector128<int> b, ref Vector128<int> c, ref Vector128<int> d)
    {
        var (lowAb, highAb) = (Low(a, b).AsInt64(), High(a, b).AsInt64());
        var (lowCd, highCd) = (Low(c, d).AsInt64(), High(c, d).AsInt64());
        a = Low(lowAb, lowCd).AsInt32();
        b = High(lowAb, lowCd).AsInt32();
        c = Low(highAb, highCd).AsInt32();
        d = High(highAb, highCd).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Low(Vector128<int> a, Vector128<int> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> High(Vector128<int> a, Vector128<int> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Low(Vector128<long> a, Vector128<long> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> High(Vector128<long> a, Vector128<long> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
