using Pipeline.Core.Catalogue;
using Pipeline.Core.Photos;
using Pipeline.Core.Storage;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Host.Store.Images;

/// <summary>
/// Image bytes as plain files. The next write to the database syncs a rendition (<see cref="UnsyncedFiles"/>), so neither history nor
/// catalogue ever mention bytes that a power cut could take. Metadata is not stored: the key contains version and media type.
/// </summary>
public sealed class LocalImageStore : IImageStore
{
    private readonly Database _database;
    private readonly UploadStore _uploads;
    private readonly DataFolder _folder;
    private readonly KeyPaths _paths;
    private readonly UnsyncedFiles _unsynced;
    private readonly bool _keepTags;

    internal LocalImageStore(Database database, UploadStore uploads, DataFolder folder, KeyPaths paths, UnsyncedFiles unsynced, bool keepTags = false)
    {
        _keepTags = keepTags;
        _unsynced = unsynced;
        _database = database;
        _uploads = uploads;
        _folder = folder;
        _paths = paths;
    }

    /// <summary>The same store, which also returns the tags of originals.</summary>
    public LocalImageStore WithTags() => new(_database, _uploads, _folder, _paths, _unsynced, keepTags: true);

    /// <inheritdoc/>
    public async Task<OriginalRead> ReadOriginalAsync(
        OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        // There is no other bucket, and no versions are kept.
        var isKnown = original is { Bucket: BucketNames.Uploads, VersionId: null };
        var opened = isKnown ? await _uploads.OpenAsync(original.Key, cancellationToken) : null;
        if (opened is null || (original.ETag is { } etag && etag != opened.Object.ETag))
        {
            opened?.Dispose();
            return new OriginalRead.Superseded();
        }

        if (opened.Object.Size > Math.Min(maxBytes, Array.MaxLength))
        {
            opened.Dispose();
            return new OriginalRead.TooLarge(opened.Object.Size);
        }

        // An open file does not change: the next upload replaces it by a rename.
        var content = new ImageSource(opened.Content);
        if (content.Length == opened.Object.Size)
        {
            return new OriginalRead.Found(content, ToUser(opened.Object));
        }

        // Someone is changing the file by hand at this moment.
        content.Dispose();
        return new OriginalRead.Superseded();
    }

    /// <inheritdoc/>
    public async Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken)
    {
        var isKnown = original is { Bucket: BucketNames.Uploads, VersionId: null };
        var found = isKnown ? await _uploads.HeadAsync(original.Key, cancellationToken) : null;
        return found is null || (original.ETag is { } etag && etag != found.ETag)
            ? null
            : new(found.ETag, VersionId: null, found.Size, ToUser(found));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidKeyException">The key is not valid.</exception>
    public async Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        ObjectKey.ValidateText(rendition.Key);
        _database.EnsureWritable();
        var target = Path.Combine(_folder.Renditions, _paths.ToFilePath(rendition.Key));
        var temporary = Path.Combine(_folder.Temporary, DataFolder.CreateTemporaryName());
        try
        {
            await using (var file = Disk.CreateFile(temporary))
            {
                await file.WriteAsync(rendition.Content, cancellationToken);
                if (OperatingSystem.IsWindows())
                {
                    // To sync a file later, it must be opened for writing, which Windows refuses while a program reads it.
                    file.Flush(flushToDisk: true);
                }
            }

            Disk.Move(temporary, target, _unsynced.CreateFolder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        if (!OperatingSystem.IsWindows())
        {
            _unsynced.Add(target);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing sweeps this store, so renditions are kept anyway.</remarks>
    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return keys.FirstOrDefault(key => !File.Exists(GetRenditionPath(key))) is { } missing
            ? Task.FromException(new RenditionMissingException(missing))
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>The host delivers renditions of records only, and no record points to one in quarantine.</remarks>
    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => PublishRenditionsAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken)
    {
        await using var file = OpenRendition(key);
        if (file is null)
        {
            return null;
        }

        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    /// <inheritdoc/>
    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder.Renditions, _paths.ToFolderPath(prefix));
        _database.EnsureWritable();
        var removed = 0;
        foreach (var file in ListFiles(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Disk.Delete(file);
            removed++;
        }

        foreach (var emptied in ListFolders(path).OrderByDescending(below => below.Length))
        {
            Disk.RemoveEmptyFolders(emptied, _folder.Renditions);
        }

        Disk.RemoveEmptyFolders(path, _folder.Renditions);
        Disk.SyncNearestFolder(path);
        return Task.FromResult(removed);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<string> keys = ListFiles(Path.Combine(_folder.Renditions, _paths.ToFolderPath(prefix)))
            .Select(file => _paths.ToKey(Path.GetRelativePath(_folder.Renditions, file)))
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .ToList();
        return Task.FromResult(keys);
    }

    /// <summary>Opens a rendition. Its content does not change while you read it.</summary>
    /// <returns>Null if there is no such rendition.</returns>
    internal FileStream? OpenRendition(string key)
    {
        ObjectKey.ValidateText(key);
        var path = Path.Combine(_folder.Renditions, _paths.ToFilePath(key));
        return File.Exists(path) ? Disk.TryOpen(path) : null;
    }

    /// <summary>
    /// Renditions and common prefixes, in the order of their keys' UTF-8 bytes. A page reads only the folders that it needs.
    /// </summary>
    /// <remarks>
    /// Entity tags are computed from key, size and time, not from the content: the content of a key never changes, and listing reads no files.
    /// </remarks>
    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        UploadList.Validate(query);
        return Task.FromResult(new RenditionList(_folder.Renditions, _paths, query, cancellationToken).ReadPage());
    }

    /// <summary>Opens a rendition, with the same metadata that a list has.</summary>
    /// <returns>Null if there is no such rendition.</returns>
    public OpenedObject? OpenRenditionObject(string key)
    {
        if (OpenRendition(key) is not { } content)
        {
            return null;
        }

        return new(RenditionList.Describe(key, content.Length, File.GetLastWriteTimeUtc(content.SafeFileHandle)), content);
    }

    /// <summary>Whether the file of a rendition is there and has the size and the format that its record says.</summary>
    public bool HasRendition(RenditionRecord rendition) => RenditionFile.IsIntact(new(GetRenditionPath(rendition.Key)), rendition);

    /// <summary>Path of a rendition's file, or of the folder of a prefix that ends with a slash, whether it exists or not.</summary>
    public string GetRenditionPath(string key) =>
        Path.Combine(_folder.Renditions, key.EndsWith('/') ? _paths.ToFolderPath(key) : _paths.ToFilePath(key));

    private UserMetadata? ToUser(StoredObject original)
    {
        var tags = _keepTags ? original.Properties?.Tags : null;
        return original.Metadata is { Count: > 0 } || tags is { Count: > 0 } ? new(original.Metadata, tags) : null;
    }

    private static string[] ListFiles(string path) =>
        Directory.Exists(path) ? Directory.GetFiles(path, "*", RecursiveOptions) : [];

    private static string[] ListFolders(string path) =>
        Directory.Exists(path) ? Directory.GetDirectories(path, "*", RecursiveOptions) : [];

    private static EnumerationOptions RecursiveOptions => new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
}
