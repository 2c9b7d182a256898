using System.Text;
using Pipeline.Core.Catalogue;

namespace Pipeline.Tests.Core.Catalogue;

public sealed class ImageIdsTests
{
    private const string Sha256 = "05e1d16e6688908205e1d16e6688908205e1d16e6688908205e1d16e66889082";
    private const string Set = "1daafbe1";

    // The longest name that a rendition may have.
    private static readonly string LongestName = new string('n', 64) + ".webp";

    [Fact]
    public void RenditionKeysStartWithTheKeyOfTheirOriginal() =>
        Assert.Equal("cats/ä 1.jpg/05e1d16e66889082-1daafbe1/", ImageIds.RenditionPrefix("cats/ä 1.jpg", Sha256, Set));

    [Theory]
    [InlineData('a', 890)]
    [InlineData('a', 891)]
    [InlineData('a', 1024)]
    [InlineData('ä', 512)]
    [InlineData('猫', 341)]
    public void RenditionKeysOfTheLongestOriginalsFitTheS3Limit(char letter, int count)
    {
        var key = ImageIds.RenditionPrefix(new string(letter, count), Sha256, Set) + LongestName;

        Assert.InRange(Encoding.UTF8.GetByteCount(key), 900, ImageIds.MaxKeyBytes);
        Assert.DoesNotContain('\uFFFD', key);
    }

    [Fact]
    public void SurrogatePairsAreNotSplit()
    {
        var prefix = ImageIds.RenditionPrefix("x" + string.Concat(Enumerable.Repeat("🐈", 255)), Sha256, Set);

        Assert.Equal(prefix, new UTF8Encoding(false, true).GetString(new UTF8Encoding(false, true).GetBytes(prefix)));
        Assert.InRange(Encoding.UTF8.GetByteCount(prefix + LongestName), 900, ImageIds.MaxKeyBytes);
    }

    [Fact]
    public void LongKeysThatDifferAtTheirEndHaveDifferentPrefixes()
    {
        var (one, other) = (new string('a', 1023) + "1", new string('a', 1023) + "2");

        Assert.NotEqual(ImageIds.RenditionPrefix(one, Sha256, Set), ImageIds.RenditionPrefix(other, Sha256, Set));
    }

    [Fact]
    public void FolderOfALongKeyDiffersFromThatOfAnyOtherKey()
    {
        var folder = ImageIds.RenditionPrefix(new string('a', 1024), Sha256, Set).Split('/')[0];

        Assert.NotEqual(folder, ImageIds.RenditionPrefix(folder, Sha256, Set).Split('/')[0]);
    }
}
