namespace Pipeline.Core.Imaging.Resampling;

/// <summary>No vectors: what any processor can do. A unit is an integer that holds two samples.</summary>
internal readonly unsafe struct LanesScalar : ILanes<int, int>
{
    public static int Units => 1;

    public static int Step => 4;

    public static int Load(short* pairs) => *(int*)pairs;

    public static int Weights(int* packed) => *packed;

    public static int Add(int sum, int pairs, int weights)
        => sum + (short)pairs * (short)weights + (pairs >> 16) * (weights >> 16);

    public static void PairRows(byte* upper, byte* lower, short* pairs)
    {
        for (var i = 0; i < 4; i++)
        {
            pairs[2 * i] = (short)(upper[i] << 7);
            pairs[2 * i + 1] = (short)(lower[i] << 7);
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

    public static void StoreRow(short* row, int low, int high)
    {
        row[0] = (short)Math.Clamp((low + (1 << 14)) >> 15, short.MinValue, short.MaxValue);
        row[1] = (short)Math.Clamp((high + (1 << 14)) >> 15, short.MinValue, short.MaxValue);
    }

    public static void StoreBytes(byte* target, int sum) => *target = (byte)Math.Clamp((sum + (1 << 19)) >> 20, 0, 255);

    public static void StoreUnpremultiplied(byte* target, int red, int green, int blue, int alpha)
    {
        alpha >>= 6;
        var scale = alpha > 0 ? 255f / alpha : 0;
        target[0] = Divide(red, scale);
        target[16] = Divide(green, scale);
        target[32] = Divide(blue, scale);
        target[48] = (byte)Math.Clamp((alpha + (1 << 13)) >> 14, 0, 255);
    }

    private static byte Divide(int colour, float scale) => (byte)Math.Clamp((colour >> 6) * scale + 0.5f, 0, 255);

    // Rounded down; exact where alpha is 255.
    private static short Premultiply(int colour, int alpha) => (short)((uint)(colour * alpha * 32897L) >> 16);
}
