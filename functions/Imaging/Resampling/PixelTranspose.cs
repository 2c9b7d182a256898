using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Imaging.Resampling;

/// <summary>Last stage: transposes the pixels of a strip, which were made column by column, back into rows.</summary>
internal static unsafe class PixelTranspose
{
    /// <summary>Columns of pixels that are transposed at once.</summary>
    public const int BlockSize = 16;

    /// <summary>Number of bytes after the last pixel of a row that are also written if pixels have 3 channels.</summary>
    public const int Slack = 4;

    private const int Rows = ColumnPairs.Rows;

    /// <summary>Transposes 16 columns of 16 four-byte pixels into 16 rows.</summary>
    /// <param name="pixels">1,024 bytes.</param>
    /// <param name="channels">Channels of the rows, 3 or 4.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToRows(byte* pixels, int channels, byte* rows, nint stride)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            ToRowsScalar(pixels, channels, rows, stride);
            return;
        }

        for (var y = 0; y < Rows; y += 4, rows += 4 * stride)
        {
            var from = (int*)pixels + y;
            var to = rows;
            for (var x = 0; x < BlockSize; x += 4, from += 4 * Rows, to += 4 * channels)
            {
                var a = Vector128.Load(from);
                var b = Vector128.Load(from + Rows);
                var c = Vector128.Load(from + 2 * Rows);
                var d = Vector128.Load(from + 3 * Rows);
                VectorTranspose.Transpose(ref a, ref b, ref c, ref d);
                if (channels == 4)
                {
                    a.AsByte().Store(to);
                    b.AsByte().Store(to + stride);
                    c.AsByte().Store(to + 2 * stride);
                    d.AsByte().Store(to + 3 * stride);
                }
                else
                {
                    DropFourthByte(a).Store(to);
                    DropFourthByte(b).Store(to + stride);
                    DropFourthByte(c).Store(to + 2 * stride);
                    DropFourthByte(d).Store(to + 3 * stride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DropFourthByte(Vector128<int> pixels) => Vector128.ShuffleNative(
        pixels.AsByte(), Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15));

    private static void ToRowsScalar(byte* pixels, int channels, byte* rows, nint stride)
    {
        for (var y = 0; y < Rows; y++)
        {
            for (var i = 0; i < BlockSize * channels; i++)
            {
                rows[y * stride + i] = pixels[(i / channels * Rows + y) * 4 + i % channels];
            }
        }
    }
}
