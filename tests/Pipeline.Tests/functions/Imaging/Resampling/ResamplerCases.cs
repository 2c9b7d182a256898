using System.Globalization;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

/// <summary>Cases that compare the resampler with <see cref="ReferenceResampler"/>, for every vector width.</summary>
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

    /// <summary>Checksum (FNV-1a) of results. Vectors of every width must give the same one.</summary>
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

    /// <summary>One line for each case with a level too far from the exact one. Colours are weighted by alpha.</summary>
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
                var difference = MaxDifference(target, ReferenceResampler.Resize(source, region, targetWidth, targetHeight));
                if (difference > bound)
                {
                    yield return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} {width}x{height} {region} to {targetWidth}x{targetHeight}x{channels}: {difference:F2} levels off, at most {bound} allowed");
                }
            }
        }
    }

    // Colours are weighted by alpha, so that the comparison reflects how a pixel looks on any background.
    private static double MaxDifference(PixelBuffer actual, double[] expected)
    {
        double max = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var weight = actual.HasAlpha && i % 4 != 3 ? expected[i | 3] / 255 : 1;
            max = Math.Max(max, weight * Math.Abs(actual.Span[i] - expected[i]));
        }

        return max;
    }
}
