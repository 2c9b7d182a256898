using Pipeline.Aws.Delivery;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;

namespace Pipeline.Aws.Tests.Aws.Delivery;

public sealed class InvalidationPathsTests
{
    [Theory]
    [InlineData("cats/1.jpg", "/cats/1.jpg/*")]
    [InlineData("a b/ü.jpg", "/a%20b/%C3%BC.jpg/*")]
    [InlineData("100%.jpg", "/100%25.jpg/*")]
    [InlineData("tab\t.jpg", "/tab%09.jpg/*")]
    [InlineData("/leading", "//leading/*")]
    [InlineData("a*b.jpg", "/a%2Ab.jpg/*")]
    public void FolderHasOnePathIfBothEncodingsAgree(string folder, string path) => Assert.Equal([path], InvalidationPaths.Of(folder));

    /// <summary>CloudFront documents that only unsafe characters are encoded; URLs that were given out have more of them encoded.</summary>
    [Theory]
    [InlineData("a(1).jpg", "/a%281%29.jpg/*", "/a(1).jpg/*")]
    [InlineData("a+b&c=d.jpg", "/a%2Bb%26c%3Dd.jpg/*", "/a+b&c=d.jpg/*")]
    [InlineData("~tilde", "/~tilde/*", "/%7Etilde/*")]
    public void FolderHasTwoPathsIfTheEncodingsDiffer(string folder, string given, string documented) => Assert.Equal([given, documented], InvalidationPaths.Of(folder));

    [Theory]
    [InlineData("cats/1.jpg")]
    [InlineData("a (1)+*?#ü.jpg")]
    public void EveryUrlOfTheImageIsBelowItsPath(string key)
    {
        var url = RenditionUrl.Create("https://cdn.example.com", $"{ImageIds.RenditionPrefix(key, new string('a', 64), "01234567")}thumb.webp");

        Assert.StartsWith($"https://cdn.example.com{InvalidationPaths.Of(ImageIds.RenditionFolder(key))[0][..^1]}", url, StringComparison.Ordinal);
    }

    [Fact]
    public void LongestKeyHasAPathThatCloudFrontTakes()
    {
        var folder = ImageIds.RenditionFolder(new string('ü', 512));

        Assert.All(InvalidationPaths.Of(folder), path => Assert.InRange(path.Length, 1, 4_000));
        Assert.True(folder.Length < 512);
    }
}
