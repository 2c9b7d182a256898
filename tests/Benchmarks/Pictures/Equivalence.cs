using System.Globalization;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Pictures;

/// <summary>
/// Whether a contender made the rendition that was asked for. Times of pictures that are not equivalent are not compared.
/// </summary>
/// <param name="Problem">What is wrong with it; null where nothing is.</param>
/// <param name="Ssim">Structural similarity to the reference; 0 where sizes differ.</param>
/// <param name="Distance">Perceptual distance to the reference; null where sizes differ.</param>
internal sealed record Equivalence(string? Problem, double Ssim, PerceptualDistance? Distance)
{
    /// <summary>
    /// Greatest mean ΔE of blocks of 4 by 4 pixels. Codecs at quality 80 leave 0.5 to 2, most of it in small pictures; paler or yellower by a fifth
    /// is past it.
    /// </summary>
    public const double MaxDistance = 3;

    /// <summary>
    /// Least structural similarity. Codecs at quality 80 leave 0.9 and more of a photograph, 0.8 of its grain; another
    /// picture, or the same one turned, has less than half.
    /// </summary>
    public const double MinSsim = 0.7;


    /// <param name="reference">What the rendition should be.</param>
    /// <param name="actual">What it is.</param>
    /// <param name="expectedFormat">Format that was asked for.</param>
    /// <param name="actualFormat">Format that it has; null: none that is known.</param>
    public static Equivalence Check(PixelBuffer reference, PixelBuffer actual, ImageFormat expectedFormat, ImageFormat? actualFormat)
    {
        if (actualFormat != expectedFormat)
        {
            return new($"is {actualFormat?.ToString() ?? "of no known format"}, not {expectedFormat}", 0, null);
        }

        if ((reference.Width, reference.Height) != (actual.Width, actual.Height))
        {
            return new($"has {actual.Width} x {actual.Height} pixels, not {reference.Width} x {reference.Height}", 0, null);
        }

        var (expectedLuma, actualLuma) = (Plane.Luma(reference), Plane.Luma(actual));
        var ssim = Pictures.Ssim.Between(expectedLuma, actualLuma);
        var distance = PerceptualDistance.Between(reference, actual);
        return new(FindProblem(expectedLuma, actualLuma, ssim, distance), ssim, distance);
    }

    private static string? FindProblem(Plane expected, Plane actual, double ssim, PerceptualDistance distance)
    {
        if (distance.Mean > MaxDistance)
        {
            return string.Create(CultureInfo.InvariantCulture, $"looks different: mean ΔE {distance.Mean:F2}, at most {MaxDistance} is allowed");
        }

        if (ssim < MinSsim)
        {
            return string.Create(CultureInfo.InvariantCulture, $"looks different: SSIM {ssim:F3}, at least {MinSsim} is demanded");
        }

        foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, -1), (1, -1), (-1, 1)])
        {
            if (Pictures.Ssim.Between(expected, actual, x, y) > ssim)
            {
                return $"is shifted: it fits better moved by {x}, {y} pixels";
            }
        }

        return null;
    }
}
