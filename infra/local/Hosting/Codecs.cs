using Pipeline.Core.Imaging;
using Pipeline.Vips;

namespace Pipeline.Local.Hosting;

/// <summary>The codec that this host was built with.</summary>
internal static class Codecs
{
    public static IImageCodec Create() => new VipsCodec();
}
