using Pipeline.Host.Store.Files;

namespace Pipeline.Host.Store.Internal;

/// <summary>
/// The bucket for results of backfills and other things that are not renditions. Nothing that is written here starts an execution, and the
/// host does not serve it.
/// </summary>
public sealed class InternalBucket
{
    private readonly DataFolder _folder;
    private readonly KeyPaths _paths;

    internal InternalBucket(DataFolder folder, KeyPaths paths) => (_folder, _paths) = (folder, paths);

    /// <summary>Full path of the folder, which may not exist yet.</summary>
    public string Folder => _folder.Internal;

    /// <summary>Opens an object; null if there is none.</summary>
    /// <exception cref="Exceptions.InvalidKeyException">The key is not valid.</exception>
    public Stream? OpenRead(string key)
    {
        var path = GetPath(key);
        return File.Exists(path) ? Disk.TryOpen(path) : null;
    }

    /// <summary>Writes an object, or replaces it; durable when it completes.</summary>
    /// <param name="key">Key.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Exceptions.InvalidKeyException">The key is not valid.</exception>
    public async Task WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var target = GetPath(key);
        var temporary = Path.Combine(_folder.Temporary, DataFolder.CreateTemporaryName());
        try
        {
            await using (var file = Disk.CreateFile(temporary))
            {
                await write(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            Disk.CreatePrivateFolder(_folder.Internal);
            Disk.Move(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes an object. If there is none, nothing happens.</summary>
    /// <exception cref="Exceptions.InvalidKeyException">The key is not valid.</exception>
    public void Delete(string key)
    {
        var path = GetPath(key);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>Keys that begin with a prefix, in order.</summary>
    public IReadOnlyList<string> ListKeys(string prefix) => !Directory.Exists(_folder.Internal) ? [] :
    [
        .. Directory.EnumerateFiles(_folder.Internal, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => _paths.ToKey(Path.GetRelativePath(_folder.Internal, file)))
            .OfType<string>()
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private string GetPath(string key)
    {
        ObjectKey.ValidateText(key);
        return Path.Combine(_folder.Internal, _paths.ToFilePath(key));
    }
}
