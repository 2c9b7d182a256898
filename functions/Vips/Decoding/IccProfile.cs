namespace Pipeline.Vips.Decoding;

internal static class IccProfile
{
    public static bool IsSrgb(ReadOnlySpan<byte> profile) => false;
}
