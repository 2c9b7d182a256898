using System.Globalization;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

/// <summary>What the resampler is compared on with <see cref="ReferenceResampler"/>, for every width of vector.</summary>
internal static class ResamplerCases
{
    private static readonly (int Width, int Height, Region Region, int TargetWidth, int TargetHeight)[] Sizes =
    [
        (101, 83, Region.Whole(101, 83), 64, 48),
        (160, 120, new Region(10.25, 3.5, 120.3, 90.75), 97, 61),
        (64, 64, Region.Whole(64, 64), 63, 65),
        (40, 30, Region.Whole(40, 30), 121, 77),
        (300, 200, Region.Whole(300, 200), 7, 5),
        (5, 400, Region.Whole(5, 400), 5, 33),
        (1, 1, Region.Whole(1, 1), 1, 1),
        (1, 1, Region.Whole(1, 1), 19, 3),
        (1, 50, Region.Whole(1, 50), 1, 20),
        (50, 1, Region.Whole(50, 1), 20, 1),
        (2, 3, Region.Whole(2, 3), 17, 18),
        (90, 70, Region.Whole(90, 70), 1, 1),
        (33, 17, new Region(32.5, 16.5, 0.5, 0.5), 4, 4),
        (240, 40, new Region(3, 2, 200, 33), 200, 16),
    ];

    /// <summary>A checksum (FNV-1a) of results: the same on vectors of any width, as all calculate the same.</summary>
    public static uint Checksum()
    {
        uint sum = 2166136261;
        foreach (var channels in new[] { 3, 4 })
        {
            using var source = SyntheticPictures.Noise(211, 157, channels);
            using var target = new PixelBuffer(133, 101, channels);
            Resampler.Resize(source, Region.Whole(211, 157), target);
            foreach (var level in target.Span)
            {
                sum = (sum ^ level) * 16777619;
            }
        }

        return sum;
    }

    /// <summary>Lines that name the cases where a level is further from the exact one than it may; colours are weighed by alpha.</summary>
    public static IEnumerable<string> Failures(int channels)
    {
        (string Name, double Bound, Func<int, int, int, int, PixelBuffer> Make)[] pictures =
        [
            ("photograph", 0.6, SyntheticPictures.Photograph),
            ("noise", 0.6, SyntheticPictures.Noise),
            ("extremes", 0.6, SyntheticPictures.Extremes),
            ("zone plate", 0.6, (width, height, c, _) => SyntheticPictures.ZonePlate(width, height, c)),
        ];
        foreach (var (width, height, region, targetWidth, targetHeight) in Sizes)
        {
            foreach (var (name, bound, make) in pictures)
            {
                using var source = make(width, height, channels, 7);
                using var target = new PixelBuffer(targetWidth, targetHeight, channels);
                Resampler.Resize(source, region, target);
                var worst = Worst(target, ReferenceResampler.Resize(source, region, targetWidth, targetHeight));
                if (worst > bound)
                {
                    yield return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} {width}x{height} {region} to {targetWidth}x{targetHeight}x{channels}: {worst:F2} levels off, {bound} allowed");
                }
            }
        }
    }

    // The colour of a pixel that is hardly there hardly counts: what is compared is what it looks like on any background.
    private static double Worst(PixelBuffer actual, double[] expected)
    {
        double worst = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var weight = actual.HasAlpha && i % 4 != 3 ? expected[i | 3] / 255 : 1;
            worst = Math.Max(worst, weight * Math.Abs(actual.Span[i] - expected[i]));
        }

        return worst;
    }
}
