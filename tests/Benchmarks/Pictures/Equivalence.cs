using System.Globalization;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Pictures;

/// <summary>
/// Whether a contender made the requested rendition. Times are compared only if the pictures are equivalent.
/// </summary>
/// <param name="Problem">Difference from the request; null if there is none.</param>
/// <param name="Ssim">Structural similarity to the reference; 0 if the sizes differ.</param>
/// <param name="Distance">Perceptual distance to the reference; null if the sizes differ.</param>
internal sealed record Equivalence(string? Problem, double Ssim, PerceptualDistance? Distance)
{
    /// <summary>
    /// Maximum mean ΔE of blocks of 4 by 4 pixels. Codecs at quality 80 cause 0.5 to 2, most in small pictures. A picture that is a fifth
    /// paler or yellower exceeds it.
    /// </summary>
    public const double MaxDistance = 3;

    /// <summary>
    /// Minimum structural similarity. Codecs at quality 80 keep 0.9 or more of a photograph, and 0.8 of its grain. Another picture, or the
    /// same picture turned, has less than 0.5.
    /// </summary>
    public const double MinSsim = 0.7;

    /// <param name="reference">The expected rendition.</param>
    /// <param name="actual">The rendition that was made.</param>
    /// <param name="expectedFormat">Requested format.</param>
    /// <param name="actualFormat">Format of the rendition; null if it is not known.</param>
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

        var (expectedLuma, actualLuma) = (Plane.FromLuma(reference), Plane.FromLuma(actual));
        var ssim = Pictures.Ssim.Compute(expectedLuma, actualLuma);
        var distance = PerceptualDistance.Compute(reference, actual);
        return new(FindProblem(expectedLuma, actualLuma, ssim, distance), ssim, distance);
    }

    private static string? FindProblem(Plane expected, Plane actual, double ssim, PerceptualDistance distance)
    {
        if (distance.Mean > MaxDistance)
        {
            return string.Create(CultureInfo.InvariantCulture, $"looks different: mean ΔE {distance.Mean:F2}, the maximum is {MaxDistance}");
        }

        if (ssim < MinSsim)
        {
            return string.Create(CultureInfo.InvariantCulture, $"looks different: SSIM {ssim:F3}, the minimum is {MinSsim}");
        }

        foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, -1), (1, -1), (-1, 1)])
        {
            if (Pictures.Ssim.Compute(expected, actual, x, y) > ssim)
            {
                return $"is shifted: it matches better when moved by {x}, {y} pixels";
            }
        }

        return null;
    }
}
