using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Contracts;

namespace Pipeline.Tests.Codecs;

/// <summary>The codec that the functions and the local host use.</summary>
public sealed class ImageCodecsTests : ImageCodecContract
{
    private static readonly IImageCodec Shared = ImageCodecs.Create(CodecSelection.Both);

    protected override IImageCodec Codec => Shared;
}

public sealed class ImageCodecsOnFilesTests : ImageCodecContract, IDisposable
{
    private readonly CodecOnFiles _codec = new(ImageCodecs.Create(CodecSelection.Both));

    protected override IImageCodec Codec => _codec;

    public void Dispose() => _codec.Dispose();
}
