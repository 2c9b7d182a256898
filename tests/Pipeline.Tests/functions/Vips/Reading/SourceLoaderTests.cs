using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Imaging.Codecs;
using Pipeline.Vips;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;

namespace Pipeline.Tests.Vips.Reading;

public sealed class SourceLoaderTests : IDisposable
{
    private readonly VipsCodec _codec = new() { MaxBufferedJpegBytes = 0 };
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "file");

    public static TheoryData<ImageFormat> StreamedFormats => [ImageFormat.Jpeg, ImageFormat.Png];

    public void Dispose() => _folder.Dispose();

    /// <summary>If the file were mapped, as libvips does by default, this would kill the process.</summary>
    [UnixTheory("a file that changes while it is open")]
    [MemberData(nameof(StreamedFormats))]
    public void FileTruncatedDuringDecodingIsAnError(ImageFormat format)
    {
        using var source = Open(format);
        using var loader = new SourceLoader(source, format, maxBufferedJpegBytes: 0);
        using var image = loader.Load();

        Truncate(5_000);

        Assert.Throws<VipsException>(() => Compute(image));
        Assert.Throws<CorruptImageException>(source.ThrowIfChanged);
    }

    [UnixTheory("a file that changes while it is open")]
    [MemberData(nameof(StreamedFormats))]
    public void FileTruncatedAfterOpeningIsCorruptForThatReason(ImageFormat format)
    {
        using var source = Open(format);

        Truncate(5_000);

        var exception = Assert.Throws<CorruptImageException>(() => _codec.Decode(source, format, DecodeOptions.FullSize).Dispose());
        Assert.Contains("changed while it was being read", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The other picture can be decoded, so only the file's time shows the change.</summary>
    [UnixTheory("a file that changes while it is open")]
    [MemberData(nameof(StreamedFormats))]
    public void FileOverwrittenAfterOpeningIsCorrupt(ImageFormat format)
    {
        using var source = Open(format);
        var length = (int)source.Length;
        var other = Draw(format, seed: 2);
        Array.Resize(ref other, length);

        using (var file = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write(other);
        }

        Assert.Throws<CorruptImageException>(() => _codec.Inspect(source, format));
        Assert.Throws<CorruptImageException>(() => _codec.Decode(source, format, DecodeOptions.FullSize).Dispose());
    }

    [Theory]
    [MemberData(nameof(StreamedFormats))]
    public void FileIsNotReadIntoMemory(ImageFormat format)
    {
        using var source = Open(format);

        _codec.Inspect(source, format);
        _codec.Decode(source, format, DecodeOptions.FullSize).Dispose();

        Assert.False(source.IsInMemory);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, true)] // decodes faster from memory
    [InlineData(ImageFormat.Png, false)]
    [InlineData(ImageFormat.WebP, true)] // libvips' loader maps the file
    [InlineData(ImageFormat.Avif, true)]
    public void SmallFilesOfSomeFormatsAreReadIntoMemory(ImageFormat format, bool isInMemory)
    {
        var codec = new VipsCodec();
        using var source = Open(format);

        codec.Decode(source, format, DecodeOptions.FullSize).Dispose();

        Assert.Equal(isInMemory, source.IsInMemory);
    }

    [Theory]
    [MemberData(nameof(StreamedFormats))]
    public void ManyThreadsDecodeOneFile(ImageFormat format)
    {
        using var source = Open(format);
        using var expected = _codec.Decode(source.ToMemory(), format, DecodeOptions.FullSize);
        using var file = ImageSource.OpenFile(FilePath);

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            Assert.Equal(expected.Width, _codec.Inspect(file, format).Width);
            using var decoded = _codec.Decode(file, format, DecodeOptions.FullSize);
            Assert.True(expected.Pixels.Span.SequenceEqual(decoded.Pixels.Span));
        });
    }

    [Theory]
    [MemberData(nameof(StreamedFormats))]
    public void UnreadableFileIsNotReportedAsCorrupt(ImageFormat format)
    {
        var source = Open(format);
        source.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _codec.Inspect(source, format));
        Assert.Throws<ObjectDisposedException>(() => _codec.Decode(source, format, DecodeOptions.FullSize).Dispose());
    }

    private ImageSource Open(ImageFormat format) => BackdatedFile.Open(FilePath, Draw(format, seed: 1));

    /// <summary>Noise, whose file is many times larger than what a reader takes at a time.</summary>
    private byte[] Draw(ImageFormat format, int seed)
    {
        using var picture = new Picture(new PixelBuffer(640, 480, 3));
        new Random(seed).NextBytes(picture.Pixels.Span);
        return _codec.Encode(picture, new(format, 80));
    }

    private void Truncate(int length)
    {
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }

    private static unsafe void Compute(VipsImage image)
    {
        using var pixels = new PixelBuffer(image.Width, image.Height, image.Bands);
        using var pinned = pixels.Memory.Pin();
        using var target = VipsImage.FromMemory(pinned.Pointer, image.Width, image.Height, image.Bands);
        image.WriteTo(target);
    }
}
