using Pipeline.Core.Imaging;
using Pipeline.Tests.Codecs;
using Pipeline.Vips;

namespace Pipeline.Tests.Vips;

public sealed class VipsCodecTests : ImageCodecContract
{
    private static readonly VipsCodec Shared = new();

    protected override IImageCodec Codec => Shared;
}
