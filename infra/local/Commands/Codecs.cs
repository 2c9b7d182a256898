using Pipeline.Imaging.Codecs;
#if MAGICK
using Pipeline.Magick;
#else
using Pipeline.Vips;
#endif

namespace Pipeline.Local.Commands;

/// <summary>The codec that this host was built with: libvips or, with <c>-p:Codec=Magick</c>, the codec that runs in AWS.</summary>
internal static class Codecs
{
#if MAGICK
    public static IImageCodec Create() => new MagickCodec();
#else
    public static IImageCodec Create() => new VipsCodec();
#endif
}
