using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Core.Grouping;

/// <summary>What decides how much work and memory the renditions of an original need.</summary>
/// <param name="Info">The original's header.</param>
/// <param name="Bytes">Size of the original in bytes.</param>
/// <param name="Layout">How it stores its pixels; null if its format has one way only.</param>
/// <param name="HoldsWholePicture">See <see cref="IImageCodec.HoldsWholePicture"/>.</param>
public sealed record GroupSource(ImageInfo Info, long Bytes, ScanLayout? Layout = null, bool HoldsWholePicture = false)
{
    /// <summary>Reads the facts from an original.</summary>
    public static GroupSource Read(IImageCodec codec, ImageSource content, ImageInfo info) =>
        new(info, content.Length, ScanLayout.Read(content, info.Format), codec.HoldsWholePicture(content, info.Format));
}
