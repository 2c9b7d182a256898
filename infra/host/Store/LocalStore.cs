using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Catalogue;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Multipart;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store;

/// <summary>
/// Everything that the pipeline stores on one machine, in one folder: <c>pipeline.db</c> and plain files. Only one host uses a folder at a
/// time; any number of readers can open it meanwhile.
/// </summary>
public sealed class LocalStore : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly Database _database;

    private LocalStore(DataFolder folder, Database database, KeyPaths paths, UnsyncedFiles unsynced, TimeProvider time)
    {
        _folder = folder;
        _database = database;
        Catalogue = new LocalImageCatalogue(database, time);
        Uploads = new UploadStore(database, folder, paths, time);
        MultipartUploads = new MultipartStore(folder, database, time);
        Images = new LocalImageStore(database, Uploads, folder, paths, unsynced);
        Executions = new ExecutionStore(database, time);
        Announcements = new AnnouncementStore(database, time);
        Webhook = new WebhookStore(database);
    }

    /// <summary>Full path of the data folder.</summary>
    public string Folder => _folder.Root;

    public LocalImageCatalogue Catalogue { get; }

    public LocalImageStore Images { get; }

    public UploadStore Uploads { get; }

    public MultipartStore MultipartUploads { get; }

    public ExecutionStore Executions { get; }

    public AnnouncementStore Announcements { get; }

    public WebhookStore Webhook { get; }

    /// <summary>Opens a data folder for writing. Creates what is missing, and completes what a crash interrupted.</summary>
    /// <exception cref="FolderInUseException">Another host uses it.</exception>
    /// <exception cref="NewerFormatException">A newer version of the program wrote it.</exception>
    /// <exception cref="FolderCaseException">It was created on a case-sensitive file system, and this one ignores case.</exception>
    public static LocalStore Open(string folder, TimeProvider time)
    {
        var opened = DataFolder.Open(folder);
        try
        {
            var unsynced = new UnsyncedFiles();
            var database = Database.Open(
                opened.Database,
                session =>
                {
                    var paths = FileNaming.DetermineKeyPaths(session, opened);
                    opened.SweepTemporary(new Placements(opened, paths).Recover(session));
                },
                unsynced.Sync);
            return new LocalStore(opened, database, database.Read(FileNaming.ReadKeyPaths), unsynced, time);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a data folder for reading, whether a host uses it or not. Every write throws <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="FolderNotFoundException">It is not a data folder.</exception>
    /// <exception cref="NewerFormatException">A newer version of the program wrote it.</exception>
    /// <exception cref="OlderFormatException">An older version wrote it, and no host has run on it since.</exception>
    public static LocalStore OpenReadOnly(string folder, TimeProvider time)
    {
        var opened = DataFolder.OpenReadOnly(folder);
        var database = Database.OpenReadOnly(opened.Database);
        return new LocalStore(opened, database, database.Read(FileNaming.ReadKeyPaths), new UnsyncedFiles(), time);
    }

    /// <summary>
    /// Removes expired records of deleted images, executions that ended over 90 days ago, and multipart uploads that are older than 7 days.
    /// Call it daily.
    /// </summary>
    /// <returns>Number of removed records, executions and multipart uploads.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken) =>
        await MultipartUploads.SweepAsync(cancellationToken) + await Catalogue.SweepAsync(cancellationToken) + await Executions.SweepAsync(cancellationToken);

    /// <summary>Writes everything that is queued, then releases the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_database.IsReadOnly)
            {
                await Uploads.FlushAsync();
            }
        }
        catch (Exception fault) when (StoreFaults.IsEnvironmental(fault))
        {
            // A full disk, for example. The next start does it.
        }
        finally
        {
            await _database.DisposeAsync();
            _folder.Dispose();
        }
    }
}
