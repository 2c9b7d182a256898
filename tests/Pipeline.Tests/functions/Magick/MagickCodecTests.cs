using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Magick;
using Pipeline.Testing.Contracts;

namespace Pipeline.Tests.Magick;

public sealed class MagickCodecTests : ImageCodecContract
{
    /// <summary>ImageMagick only warns about a JPEG, and our code decodes GIFs. Of the others ImageMagick gives no pixels.</summary>
    internal static readonly IReadOnlySet<ImageFormat> DecodedWithoutTheirEnd = new HashSet<ImageFormat> { ImageFormat.Jpeg, ImageFormat.Gif };

    private static readonly Lazy<MagickCodec> Shared = new(() => new());

    protected override IImageCodec Codec => Shared.Value;

    protected override IReadOnlySet<ImageFormat> FormatsDecodedWithoutTheirEnd => DecodedWithoutTheirEnd;
}

public sealed class MagickCodecOnFilesTests : ImageCodecContract, IDisposable
{
    private readonly CodecOnFiles _codec = new(new MagickCodec());

    protected override IImageCodec Codec => _codec;

    protected override IReadOnlySet<ImageFormat> FormatsDecodedWithoutTheirEnd => MagickCodecTests.DecodedWithoutTheirEnd;

    public void Dispose() => _codec.Dispose();
}
