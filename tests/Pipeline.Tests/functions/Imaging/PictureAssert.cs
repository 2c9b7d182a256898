using System.Globalization;
using Pipeline.Benchmarks.Pictures;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Imaging;

/// <summary>Compares pictures by size and by what they look like, never by bytes.</summary>
internal static class PictureAssert
{
    /// <summary>Folder for the pictures of failed comparisons; ignored by git.</summary>
    public static string Folder => Repository.PathOf("artifacts", "pictures");

    /// <summary>Fails if pictures do not look alike, and writes expected, actual and difference to files.</summary>
    /// <param name="expected">The expected picture.</param>
    /// <param name="actual">The actual picture.</param>
    /// <param name="name">Name of the files.</param>
    /// <param name="mean">Maximum mean difference; see <see cref="PerceptualDistance"/>.</param>
    /// <param name="worst">Maximum difference of any block.</param>
    public static void Similar(PixelBuffer expected, PixelBuffer actual, string name, double mean = 1, double worst = 5)
    {
        if (Compare(expected, actual, name, null, mean, worst) is { } failure)
        {
            Assert.Fail(failure);
        }
    }

    /// <summary>The same, with the expected picture from a PAM file in the repository. The message says how to accept the new picture.</summary>
    public static void Approved(string file, PixelBuffer actual, string name, double mean = 1, double worst = 5)
    {
        using var expected = File.Exists(file) ? PamFile.Read(file) : new PixelBuffer(1, 1, 3);
        if (Compare(expected, actual, name, file, mean, worst) is { } failure)
        {
            Assert.Fail(failure);
        }
    }

    private static string? Compare(PixelBuffer expected, PixelBuffer actual, string name, string? approved, double mean, double worst)
    {
        var sameSize = (expected.Width, expected.Height) == (actual.Width, actual.Height);
        var distance = sameSize ? PerceptualDistance.Compute(expected, actual) : null;
        if (distance is not null && distance.Mean <= mean && distance.Worst <= worst)
        {
            return null;
        }

        var actualFile = Path.Combine(Folder, $"{name}.actual.pam");
        PamFile.Write(Path.Combine(Folder, $"{name}.expected.pam"), expected);
        PamFile.Write(actualFile, actual);
        if (sameSize)
        {
            using var difference = Difference(expected, actual);
            PamFile.Write(Path.Combine(Folder, $"{name}.difference.pam"), difference);
        }

        var found = distance is null
            ? $"{name} is {actual.Width} x {actual.Height} pixels, not {expected.Width} x {expected.Height}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name} looks different: mean difference {distance.Mean:F2} (at most {mean} allowed), worst {distance.Worst:F2} (at most {worst} allowed)");
        var accept = approved is null ? "" : $" To accept the new one: cp '{actualFile}' '{approved}'";
        return $"{found}. See {Path.Combine(Folder, name)}.*.pam.{accept}";
    }

    // The difference times eight, around mid-grey.
    private static PixelBuffer Difference(PixelBuffer expected, PixelBuffer actual)
        => SyntheticPictures.FromFunction(expected.Width, expected.Height, 3, (x, y, c) =>
            128 + 8 * (actual.Row(y)[x * actual.Channels + c] - expected.Row(y)[x * expected.Channels + c]));
}
