using Pipeline.Imaging.Codecs;
using Pipeline.Magick;
using Pipeline.Testing.Contracts;

namespace Pipeline.Aws.Tests.Magick;

public sealed class MagickCodecTests : ImageCodecContract
{
    private static readonly Lazy<MagickCodec> Shared = new(() => new());

    protected override IImageCodec Codec => Shared.Value;
}

public sealed class MagickCodecOnFilesTests : ImageCodecContract, IDisposable
{
    private readonly CodecOnFiles _codec = new(new MagickCodec());

    protected override IImageCodec Codec => _codec;

    public void Dispose() => _codec.Dispose();
}
