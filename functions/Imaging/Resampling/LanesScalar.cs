namespace Pipeline.Imaging.Resampling;

/// <summary>No vectors, for any processor. A unit is an integer that holds two samples.</summary>
internal readonly unsafe struct LanesScalar : ILanes<int, int>
{
    public static int UnitCount => 1;

    public static int SampleCount => 4;

    public static int BroadcastWeights(int* packed) => *packed;

    public static int InitialSum(int half) => half;

    public static int MultiplyAdd(int sum, short* pairs, int weights)
        => sum + pairs[0] * (short)weights + pairs[1] * (weights >> 16);

    public static void PairRows(byte* upper, byte* lower, short* pairs)
    {
        for (var i = 0; i < 4; i++)
        {
            pairs[2 * i] = upper[i];
            pairs[2 * i + 1] = lower[i];
        }
    }

    public static void PairPremultiplied(byte* upper, byte* lower, short* pairs)
    {
        for (var i = 0; i < 4; i++)
        {
            pairs[2 * i] = Premultiply(i == 3 ? 255 : upper[i], upper[3]);
            pairs[2 * i + 1] = Premultiply(i == 3 ? 255 : lower[i], lower[3]);
        }
    }

    public static void StoreRow(short* row, int low, int high, int shift)
    {
        row[0] = (short)Math.Clamp(low >> shift, short.MinValue, short.MaxValue);
        row[1] = (short)Math.Clamp(high >> shift, short.MinValue, short.MaxValue);
    }

    public static void StoreRgb(byte* pixels, int red, int green, int blue)
    {
        pixels[0] = (byte)Math.Clamp(red >> 20, 0, 255);
        pixels[1] = (byte)Math.Clamp(green >> 20, 0, 255);
        pixels[2] = (byte)Math.Clamp(blue >> 20, 0, 255);
    }

    public static void StoreRgba(byte* pixels, int red, int green, int blue, int alpha)
    {
        alpha >>= 6;
        var scale = alpha > 0 ? 255f / alpha : 0;
        pixels[0] = Unpremultiply(red, scale);
        pixels[1] = Unpremultiply(green, scale);
        pixels[2] = Unpremultiply(blue, scale);
        pixels[3] = (byte)Math.Clamp((alpha + (1 << 13)) >> 14, 0, 255);
    }

    private static byte Unpremultiply(int colour, float scale) => (byte)Math.Clamp((colour >> 6) * scale + 0.5f, 0, 255);

    // Rounded down; exact where alpha is 255.
    private static short Premultiply(int colour, int alpha) => (short)((uint)(colour * alpha * 32897L) >> 16);
}
