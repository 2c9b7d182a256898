using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Last stage: turns blocks of 16 by 16 bytes upright again.</summary>
internal static unsafe class Transposition
{
    /// <summary>Rows and columns of a block.</summary>
    public const int Size = 16;

    /// <summary>Copies 16 columns of 16 bytes, one after the other, to 16 rows.</summary>
    /// <param name="columns">256 bytes.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public static void Apply(byte* columns, byte* rows, nint stride)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size; x++)
                {
                    rows[y * stride + x] = columns[x * Size + y];
                }
            }

            return;
        }

        // Four rounds of the same shuffle: each interleaves vector i with vector i + 8.
        var a = stackalloc byte[2 * Size * Size];
        var b = a + Size * Size;
        Interleave(columns, a);
        Interleave(a, b);
        Interleave(b, a);
        for (var i = 0; i < Size / 2; i++, a += Size)
        {
            var (low, high) = (Vector128.Load(a), Vector128.Load(a + Size * Size / 2));
            ZipLow(low, high).Store(rows + 2 * i * stride);
            ZipHigh(low, high).Store(rows + (2 * i + 1) * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(byte* from, byte* to)
    {
        for (var i = 0; i < Size / 2; i++, from += Size, to += 2 * Size)
        {
            var (low, high) = (Vector128.Load(from), Vector128.Load(from + Size * Size / 2));
            ZipLow(low, high).Store(to);
            ZipHigh(low, high).Store(to + Size);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ZipLow(Vector128<byte> a, Vector128<byte> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ZipHigh(Vector128<byte> a, Vector128<byte> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
