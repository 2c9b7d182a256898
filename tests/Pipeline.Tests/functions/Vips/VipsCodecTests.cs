using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Contracts;
using Pipeline.Vips;

namespace Pipeline.Tests.Vips;

public sealed class VipsCodecTests : ImageCodecContract
{
    private static readonly VipsCodec Shared = new();

    protected override IImageCodec Codec => Shared;
}

/// <summary>JPEG and PNG are read in pieces, whatever their size.</summary>
public sealed class VipsCodecOnFilesTests : ImageCodecContract, IDisposable
{
    private readonly CodecOnFiles _codec = new(new VipsCodec { MaxBufferedJpegBytes = 0 });

    protected override IImageCodec Codec => _codec;

    public void Dispose() => _codec.Dispose();
}
