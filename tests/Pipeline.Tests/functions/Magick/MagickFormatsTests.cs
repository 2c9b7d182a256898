using System.Buffers.Binary;
using System.Text;
using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Magick;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Magick;

/// <summary>Formats that only this codec reads, and those that it must not read.</summary>
public sealed class MagickFormatsTests
{
    private static readonly Lazy<MagickCodec> Shared = new(() => new());

    private static MagickCodec Codec => Shared.Value;

    [Fact]
    public void BitmapIsReadBottomUp()
    {
        var bitmap = WriteBitmap(2, 2, [[255, 0, 0], [0, 255, 0], [0, 0, 255], [1, 2, 3]]);

        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 2, 2), Codec.Inspect(bitmap, ImageFormat.Bmp));
        using var decoded = Codec.Decode(bitmap, ImageFormat.Bmp, DecodeOptions.FullSize);
        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3], decoded.Pixels.Span.ToArray());
    }

    [Fact]
    public void TruncatedBitmapIsCorrupt()
    {
        var bitmap = WriteBitmap(40, 40, [.. Enumerable.Repeat(new byte[] { 1, 2, 3 }, 1600)]);

        Assert.Throws<CorruptImageException>(() => Codec.Decode(bitmap.AsMemory(0, bitmap.Length / 2), ImageFormat.Bmp, DecodeOptions.FullSize).Dispose());
    }

    [MaterialFact("images/photo.heic")]
    public void HeicPhotographIsInspectedAndDecodedUpright()
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Material!, "images/photo.heic"));

        var info = Codec.Inspect(file, ImageFormat.Heic);
        using var decoded = Codec.Decode(file, ImageFormat.Heic, DecodeOptions.FullSize);

        Assert.Equal((ImageFormat.Heic, 1, 1), (info.Format, info.Frames, info.Orientation));
        Assert.Equal((info.Width, info.Height), (decoded.Width, decoded.FrameHeight));
    }

    [MaterialFact("images/multipage.tif")]
    public void ScannedPageOfOneBitIsDecoded()
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Material!, "images/multipage.tif"));

        using var decoded = Codec.Decode(file, ImageFormat.Tiff, DecodeOptions.FullSize);

        Assert.Equal((2464, 3248, 1, 3), (decoded.Width, decoded.FrameHeight, decoded.Frames, decoded.Pixels.Channels));
    }

    [Theory]
    [InlineData(MagickFormat.Svg)]
    [InlineData(MagickFormat.Mvg)]
    [InlineData(MagickFormat.Msl)]
    [InlineData(MagickFormat.Pdf)]
    [InlineData(MagickFormat.Txt)]
    [InlineData(MagickFormat.Https)]
    [InlineData(MagickFormat.Jpg)]
    public void OtherReadersAreRefusedByPolicy(MagickFormat format)
    {
        _ = Codec;
        using var image = new MagickImage();

        var refused = Assert.Throws<MagickPolicyErrorException>(
            () => image.Read(Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"), new MagickReadSettings { Format = format }));

        Assert.Contains("NotAuthorized", refused.Message.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void SvgDeclaredAsPngIsCorrupt() => Assert.Throws<CorruptImageException>(
        () => Codec.Inspect("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), ImageFormat.Png));

    [Fact]
    public void DecompressionBombIsRefusedInLittleMemory()
    {
        var bomb = PngFile.Write(65536, 65536, 8, PngFile.Rgb, new byte[65536 * 3]);
        _ = Codec.Inspect(bomb, ImageFormat.Png);
        var before = Environment.WorkingSet;

        Assert.Throws<CorruptImageException>(() => Codec.Decode(bomb, ImageFormat.Png, new DecodeOptions(100, 100)).Dispose());

        Assert.InRange((Environment.WorkingSet - before) / 1024 / 1024, long.MinValue, 100);
    }

    [Fact]
    public void LimitsAreSet()
    {
        _ = Codec;

        Assert.Equal((0ul, 1ul, 1_024ul), (ResourceLimits.Disk, ResourceLimits.Thread, ResourceLimits.ListLength));
    }

    /// <summary>Writes 24 bits per pixel without compression. The pixels are given from the top left.</summary>
    private static byte[] WriteBitmap(int width, int height, byte[][] pixels)
    {
        const int header = 54;
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[header + (stride * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = file.AsSpan(header + ((height - 1 - y) * stride) + (x * 3));
                var colour = pixels[(y * width) + x];
                (pixel[0], pixel[1], pixel[2]) = (colour[2], colour[1], colour[0]);
            }
        }

        return file;
    }
}
