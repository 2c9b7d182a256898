using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Workloads;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Tests.Benchmarks;

/// <summary>A cropped rendition passes if the crop is in the middle, exactly or at a whole pixel beside it. Further away it fails.</summary>
public sealed class OutputCheckTests : IDisposable
{
    private const int Side = 128;

    private static readonly Target Thumb = new("thumb", Side, Side, "webp", 82, 2);
    private static readonly Lazy<PixelBuffer> Upright = new(() =>
    {
        using var stored = new VipsCodec().Decode(File.ReadAllBytes(Originals.SamplePhoto), ImageFormat.Jpeg, DecodeOptions.FullSize);
        return OrientationTransform.Apply(stored.Pixels, 6);
    });

    private readonly OutputCheck _check = new();

    public void Dispose() => _check.Dispose();

    // Of 171 rows 128 are left. The middle is at 21.5, or at 21.33 if nothing is rounded.
    [Theory]
    [InlineData(21)]
    [InlineData(21.5)]
    [InlineData(22)]
    public void CropAtTheMiddleOrAtAWholePixelBesideItPasses(double top) => Assert.InRange(Check(top).Ssim, 0.9, 1);

    [Theory]
    [InlineData(20)]
    [InlineData(23)]
    [InlineData(25)]
    public void CropFurtherAwayFails(double top) =>
        Assert.StartsWith("cropper's thumb.webp of photo.jpg ", Assert.Throws<ContenderException>(() => Check(top)).Message, StringComparison.Ordinal);

    private (double Ssim, long Bytes) Check(double top)
    {
        using var contender = new Cropper(new Region(0, top, Side, Side).Scale(1632.0 / Side, 2176.0 / 171));
        return _check.Check(contender, new("one", [Originals.SamplePhoto], [Thumb]));
    }

    /// <summary>Makes a rendition of one part of the photo.</summary>
    private sealed class Cropper(Region crop) : IContender
    {
        public string Name => "cropper";

        public string Version => "1";

        public PeerResponse Send(PeerRequest request)
        {
            using var picture = new Picture(new PixelBuffer(Side, Side, 3));
            Resampler.Resize(Upright.Value, crop, picture.Pixels);
            var content = new VipsCodec().Encode(picture, new(ImageFormat.WebP, Quality: 82));
            File.WriteAllBytes(Path.Combine(request.Output!, request.Targets[0].FileName), content);
            return new(0, content.Length);
        }

        public void Dispose()
        {
        }
    }
}
