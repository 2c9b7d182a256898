using Pipeline.Local.Files;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Local.Files;

public sealed class SourceFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceFilesTests()
    {
        foreach (var name in (string[])["b.jpg", "a.jpg", "a.png", ".hidden.jpg"])
        {
            File.WriteAllText(PathOf(name), name);
        }

        Directory.CreateDirectory(PathOf("folder.jpg"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.jpg", "a.jpg b.jpg")]
    [InlineData("a.*", "a.jpg a.png")]
    [InlineData("?.png", "a.png")]
    [InlineData("*.gif", "")]
    public void PatternMatchesFilesThatAreNotHidden(string pattern, string names) =>
        Assert.Equal(names, string.Join(' ', SourceFiles.ListMatches(PathOf(pattern)).Select(Path.GetFileName)));

    [Fact]
    public void PatternInAFolderThatDoesNotExistMatchesNothing() => Assert.Empty(SourceFiles.ListMatches(PathOf(Path.Combine("gone", "*.jpg"))));

    [Fact]
    public void DataFolderIsSkipped()
    {
        Directory.CreateDirectory(PathOf("data"));
        File.WriteAllText(PathOf(Path.Combine("data", "c.jpg")), "c");

        var files = SourceFiles.ListFiles(_folder.Path, PathOf("data"));

        Assert.Equal(["a.jpg", "a.png", "b.jpg"], files.Select(Path.GetFileName));
    }

    [Fact]
    public void MissingFileCountsAsHidden()
    {
        Assert.True(SourceFiles.IsHiddenBySystem(PathOf("gone.jpg")));
        Assert.False(SourceFiles.IsHiddenBySystem(PathOf("a.jpg")));
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
