using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(ImageFormat.Jpeg, 2)]
    [InlineData(ImageFormat.Jpeg, 1)]
    [InlineData(ImageFormat.Png, 12)]
    [InlineData(ImageFormat.Png, 8)]
    [InlineData(ImageFormat.Png, 1)]
    public void FileThatLacksOnlyItsEndMarkIsNotDamaged(ImageFormat format, int missingBytes)
    {
        using var picture = TestPictures.Gradient(203, 117);
        var whole = Codec.Encode(picture, new EncodeOptions(format, 90));
        var cut = whole.AsMemory(0, whole.Length - missingBytes);

        using var expected = Codec.Decode(whole, format, DecodeOptions.FullSize);
        using var decoded = Codec.Decode(cut, format, DecodeOptions.FullSize);

        Assert.Equal(Codec.Inspect(whole, format), Codec.Inspect(cut, format));
        Assert.Equal(0, TestPictures.Distance(expected, decoded));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, 200)]
    [InlineData(ImageFormat.Png, 200)]
    public void FileThatLacksPixelsIsCorrupt(ImageFormat format, int missingBytes)
    {
        using var picture = TestPictures.Gradient(203, 117);
        var whole = Codec.Encode(picture, new EncodeOptions(format, 90));

        Assert.Throws<CorruptImageException>(
            () => Codec.Decode(whole.AsMemory(0, whole.Length - missingBytes), format, DecodeOptions.FullSize).Dispose());
    }
}
