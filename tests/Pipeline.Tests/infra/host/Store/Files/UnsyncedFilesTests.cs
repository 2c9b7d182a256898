using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Host.Store.Files;

public sealed class UnsyncedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FilesInNewFoldersAreSynced()
    {
        var unsynced = new UnsyncedFiles();
        var nested = Path.Combine(_folder.Path, "a", "b");
        unsynced.CreateFolder(nested);
        File.WriteAllBytes(Path.Combine(nested, "1.webp"), [1]);
        unsynced.Add(Path.Combine(nested, "1.webp"));

        unsynced.Sync();
        unsynced.Sync();

        Assert.Equal([1], File.ReadAllBytes(Path.Combine(nested, "1.webp")));
    }

    [Fact]
    public void RemovedFileNeedsNoSync()
    {
        var unsynced = new UnsyncedFiles();
        unsynced.Add(Path.Combine(_folder.Path, "gone", "1.webp"));

        unsynced.Sync();
    }

    [Fact]
    public void FailedSyncFailsEveryLaterSync()
    {
        var unsynced = new UnsyncedFiles();
        // A folder cannot be opened as a file, even by root.
        unsynced.Add(Directory.CreateDirectory(Path.Combine(_folder.Path, "1.webp")).FullName);

        var first = Assert.Throws<SyncFailedException>(unsynced.Sync);
        var second = Assert.Throws<SyncFailedException>(unsynced.Sync);

        Assert.Contains("start the host again", first.Message, StringComparison.Ordinal);
        Assert.Same(first, second);
    }
}
