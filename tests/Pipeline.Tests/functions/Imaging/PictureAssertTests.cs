using Xunit.Sdk;

namespace Pipeline.Tests.Imaging;

public sealed class PictureAssertTests
{
    [Fact]
    public void InvisibleNoisePasses()
    {
        using var expected = SyntheticPictures.Photograph(64, 48, 3);
        var random = new Random(2);
        using var actual = SyntheticPictures.FromFunction(64, 48, 3, (x, y, c) => expected.Row(y)[x * 3 + c] + random.Next(-2, 3));

        PictureAssert.Similar(expected, actual, "invisible-noise");
    }

    [Fact]
    public void ShiftByAPixelFailsAndWritesPictures()
    {
        using var expected = SyntheticPictures.Extremes(64, 48, 3);
        using var actual = SyntheticPictures.FromFunction(64, 48, 3, (x, y, c) => expected.Row(y)[Math.Max(0, x - 1) * 3 + c]);

        var failure = Assert.Throws<FailException>(() => PictureAssert.Similar(expected, actual, "shifted"));

        Assert.Contains("looks different", failure.Message);
        foreach (var kind in new[] { "expected", "actual", "difference" })
        {
            var file = Path.Combine(PictureAssert.Folder, $"shifted.{kind}.pam");
            using var picture = PamFile.Read(file);
            Assert.Equal(64, picture.Width);
            File.Delete(file);
        }
    }

    [Fact]
    public void DifferentSizeFailsAndSaysHowToAcceptIt()
    {
        using var actual = SyntheticPictures.Photograph(8, 8, 3);
        var approved = Path.Combine(PictureAssert.Folder, "nowhere", "approved.pam");

        var failure = Assert.Throws<FailException>(() => PictureAssert.Approved(approved, actual, "different-size"));

        Assert.Contains($"To accept the new one: cp '{Path.Combine(PictureAssert.Folder, "different-size.actual.pam")}' '{approved}'", failure.Message);
        File.Delete(Path.Combine(PictureAssert.Folder, "different-size.actual.pam"));
        File.Delete(Path.Combine(PictureAssert.Folder, "different-size.expected.pam"));
    }
}
