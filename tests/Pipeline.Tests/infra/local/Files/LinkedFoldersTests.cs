using Pipeline.Local.Files;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Files;

public sealed class LinkedFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _watched = [];

    public LinkedFoldersTests()
    {
        foreach (var name in (string[])["inbox/sub", "outside/deep", "home/data/uploads", "home/data/renditions"])
        {
            Directory.CreateDirectory(PathOf(name));
        }
    }

    public void Dispose() => _folder.Dispose();

    [UnixFact("symbolic links")]
    public void LinkOutIsFollowedOnceOnRequestOnly()
    {
        var (first, second) = (Link("first", "outside"), Link("second", "outside"));

        using (var linked = Create(follow: false))
        {
            Assert.False(linked.TryFollow(first));
        }

        using var following = Create(follow: true);
        Assert.True(following.TryFollow(first));
        Assert.True(following.TryFollow(first));
        Assert.False(following.TryFollow(second));
        Assert.False(following.TryFollow(Link("deep", "outside/deep")));
        Assert.Equal([first], _watched);
    }

    [UnixFact("symbolic links")]
    public void LinksThatRepeatTheFolderOrLeadToTheDataFolderAreNotFollowed()
    {
        using var linked = Create(follow: true);

        Assert.False(linked.TryFollow(Link("self", "inbox")));
        Assert.False(linked.TryFollow(Link("inside", "inbox/sub")));
        Assert.False(linked.TryFollow(Link("parent", ".")));
        Assert.False(linked.TryFollow(Link("home", "home")));
        Assert.False(linked.TryFollow(Link("uploads", "home/data/uploads")));
        Assert.Empty(_watched);
    }

    [UnixFact("symbolic links")]
    public void LinksThatFormALoopAreAnError()
    {
        File.CreateSymbolicLink(PathOf("inbox/a"), PathOf("inbox/b"));
        File.CreateSymbolicLink(PathOf("inbox/b"), PathOf("inbox/a"));

        Assert.Contains("form a loop", Assert.Throws<IOException>(() => RealPath.Resolve(PathOf("inbox/a"))).Message, StringComparison.Ordinal);
    }

    private LinkedFolders Create(bool follow) => new(PathOf("inbox"), PathOf("home/data"), follow, link =>
    {
        _watched.Add(link);
        return new FileSystemWatcher(link);
    });

    private string Link(string name, string target)
    {
        var link = PathOf($"inbox/{name}");
        Directory.CreateSymbolicLink(link, PathOf(target));
        return link;
    }

    private string PathOf(string name) => Path.GetFullPath(Path.Combine(_folder.Path, name));
}
