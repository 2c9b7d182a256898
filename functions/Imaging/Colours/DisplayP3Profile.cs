using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Imaging.Colours;

/// <summary>The profile that renditions in Display P3 carry. It is made by our own code, version 4, about 500 bytes.</summary>
public static class DisplayP3Profile
{
    private static readonly Lazy<byte[]> Lazy = new(
        () => IccWriter.WriteSrgbCurve("Display P3", ColourSpace.DisplayP3.ToD50, ColourSpace.AdaptationFromD65));

    /// <summary>The ICC profile.</summary>
    public static byte[] Profile => Lazy.Value;
}
