using System.Globalization;
using Pipeline.Benchmarks.Pictures;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Imaging;

/// <summary>Compares pictures by size and by what they look like, never by bytes.</summary>
internal static class PictureAssert
{
    /// <summary>Where failing pictures go; ignored by git.</summary>
    public static string Folder => Repository.PathOf("artifacts", "pictures");

    /// <summary>Fails, with expected, actual and difference as files to look at, where pictures do not look alike.</summary>
    /// <param name="expected">As it should look.</param>
    /// <param name="actual">As it came out.</param>
    /// <param name="name">Of the files.</param>
    /// <param name="mean">Greatest mean difference, see <see cref="PerceptualDistance"/>.</param>
    /// <param name="worst">Greatest difference of any block.</param>
    public static void Similar(PixelBuffer expected, PixelBuffer actual, string name, double mean = 1, double worst = 5)
    {
        if (Compare(expected, actual, name, null, mean, worst) is { } failure)
        {
            Assert.Fail(failure);
        }
    }

    /// <summary>The same with a picture kept as a file of the repository (PAM); says how to accept the new one.</summary>
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
                $"{name} looks different: mean {distance.Mean:F2} of {mean} allowed, worst {distance.Worst:F2} of {worst}");
        var accept = approved is null ? "" : $" To accept the new one: cp '{actualFile}' '{approved}'";
        return $"{found}. Look at {Path.Combine(Folder, name)}.*.pam.{accept}";
    }

    // Eight times the difference, around mid-grey.
    private static PixelBuffer Difference(PixelBuffer expected, PixelBuffer actual)
        => SyntheticPictures.Make(expected.Width, expected.Height, 3, (x, y, c) =>
            128 + 8 * (actual.Row(y)[x * actual.Channels + c] - expected.Row(y)[x * expected.Channels + c]));
}
