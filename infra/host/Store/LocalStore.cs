using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Catalogue;
using Pipeline.Host.Store.Descriptions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Internal;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Multipart;
using Pipeline.Host.Store.Numbers;
using Pipeline.Host.Store.Outcomes;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Repair;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;
using SQLitePCL;

namespace Pipeline.Host.Store;

/// <summary>
/// Everything that the pipeline stores on one machine, in one folder: <c>pipeline.db</c> and plain files. Only one host uses a folder at a
/// time; any number of readers can open it meanwhile.
/// </summary>
public sealed class LocalStore : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly Database _database;
    private readonly KeyPaths _paths;
    private readonly TimeProvider _time;

    private LocalStore(DataFolder folder, Database database, KeyPaths paths, UnsyncedFiles unsynced, TimeProvider time)
    {
        _folder = folder;
        _database = database;
        _paths = paths;
        _time = time;
        Catalogue = new LocalImageCatalogue(database, time);
        Uploads = new UploadStore(database, folder, paths, time);
        MultipartUploads = new MultipartStore(folder, database, time);
        Images = new LocalImageStore(database, Uploads, folder, paths, unsynced);
        MapRuns = new MapRunStore(database);
        Internal = new InternalBucket(folder, paths);
        Executions = new ExecutionStore(database, MapRuns, time);
        Logs = new LogStore(database);
        Announcements = new AnnouncementStore(database, time);
        Webhook = new WebhookStore(database);
        Numbers = new NumberStore(database);
        Outcomes = new OutcomeStore(database, time);
        DescriptionBudget = new DescriptionBudget(database);
    }

    /// <summary>Full path of the data folder.</summary>
    public string Folder => _folder.Root;

    public LocalImageCatalogue Catalogue { get; }

    public LocalImageStore Images { get; }

    public UploadStore Uploads { get; }

    public MultipartStore MultipartUploads { get; }

    public ExecutionStore Executions { get; }

    public LogStore Logs { get; }

    public MapRunStore MapRuns { get; }

    public InternalBucket Internal { get; }

    public AnnouncementStore Announcements { get; }

    public WebhookStore Webhook { get; }

    public NumberStore Numbers { get; }

    public OutcomeStore Outcomes { get; }

    public DescriptionBudget DescriptionBudget { get; }

    /// <summary>Opens a data folder for writing. Creates what is missing, and completes what a crash interrupted.</summary>
    /// <exception cref="FolderInUseException">Another host uses it.</exception>
    /// <exception cref="NewerFormatException">A newer version of the program wrote it.</exception>
    /// <exception cref="FolderCaseException">It was created on a case-sensitive file system, and this one ignores case.</exception>
    /// <exception cref="FolderNotWritableException">It cannot be written.</exception>
    /// <exception cref="DatabaseMissingException">It has originals but no database.</exception>
    /// <exception cref="DatabaseDamagedException">Its database cannot be read.</exception>
    /// <exception cref="RepairInterruptedException">A repair began and did not end.</exception>
    public static LocalStore Open(string folder, TimeProvider time)
    {
        var opened = DataFolder.Open(folder);
        try
        {
            var hasOriginals = opened.HasOriginals();
            if (hasOriginals && !File.Exists(opened.Database))
            {
                throw new DatabaseMissingException(opened.Root, isEmpty: false);
            }

            return Open(opened, mayBeNew: !hasOriginals, RebuiltDatabase.EnsureComplete, time);
        }
        catch (SqliteException exception) when (RebuiltDatabase.IsDamage(exception))
        {
            opened.Dispose();
            throw new DatabaseDamagedException(opened.Root, exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_READONLY)
        {
            opened.Dispose();
            throw new FolderNotWritableException(opened.Root, exception);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a data folder to repair it (<see cref="RepairAsync"/>). A database that is missing, empty or damaged is replaced by a new one.
    /// The damaged one stays beside it.
    /// </summary>
    /// <inheritdoc cref="Open(string, TimeProvider)" path="/exception"/>
    /// <exception cref="FolderNotFoundException">It is not a data folder.</exception>
    public static LocalStore OpenForRepair(string folder, TimeProvider time)
    {
        if (!Directory.Exists(Path.Combine(folder, "uploads")) && !File.Exists(Path.Combine(folder, "pipeline.db")))
        {
            throw new FolderNotFoundException(Path.GetFullPath(folder));
        }

        var opened = DataFolder.Open(folder);
        try
        {
            var isRebuilt = RebuiltDatabase.Prepare(opened);
            return Open(opened, mayBeNew: true, session => RebuiltDatabase.Mark(session, isRebuilt), time);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static LocalStore Open(DataFolder opened, bool mayBeNew, Action<SqlSession> prepare, TimeProvider time)
    {
        if (!File.Exists(opened.Database))
        {
            // SQLite gives the mode of this file to its other files, too.
            Disk.CreateFile(opened.Database).Dispose();
        }

        var unsynced = new UnsyncedFiles();
        var database = Database.Open(
            opened.Database,
            mayBeNew,
            session =>
            {
                prepare(session);
                var paths = FileNaming.DetermineKeyPaths(session, opened);
                opened.SweepTemporary(new Placements(opened, paths).Recover(session));
            },
            unsynced.Sync);
        return new LocalStore(opened, database, database.Read(FileNaming.ReadKeyPaths), unsynced, time);
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
        try
        {
            var database = Database.OpenReadOnly(opened.Database);
            return new LocalStore(opened, database, database.Read(FileNaming.ReadKeyPaths), new UnsyncedFiles(), time);
        }
        catch (OlderFormatException exception) when (exception.Found == 0 && opened.HasOriginals())
        {
            throw new DatabaseMissingException(opened.Root, isEmpty: true);
        }
        catch (SqliteException exception) when (RebuiltDatabase.IsDamage(exception))
        {
            throw new DatabaseDamagedException(opened.Root, exception);
        }
    }

    /// <summary>Finds out whether files can be written, as an upload does. Fails as the upload would.</summary>
    public void ProbeFiles() => _folder.Probe();

    /// <summary>Finds out whether the database can be written. Fails as a write would.</summary>
    public Task ProbeDatabaseAsync(CancellationToken cancellationToken) => _database.WriteAsync(
        session => session.Execute(
            "INSERT INTO settings(name, value) VALUES ('probed', $1) ON CONFLICT(name) DO UPDATE SET value = $1", SqlText.Format(_time.GetUtcNow())),
        cancellationToken);

    /// <inheritdoc cref="SweepAsync(ExecutionRetention, CancellationToken)"/>
    public Task<int> SweepAsync(CancellationToken cancellationToken) => SweepAsync(ExecutionRetention.Default, cancellationToken);

    /// <summary>
    /// Removes expired records of deleted images, ended executions that are not kept, old outcomes, and multipart uploads that are older than
    /// 7 days. Call it daily.
    /// </summary>
    /// <param name="retention">Which ended executions are kept.</param>
    /// <param name="cancellationToken">Cancels the call between two writes.</param>
    /// <returns>Number of removed records, executions, outcomes and multipart uploads.</returns>
    public async Task<int> SweepAsync(ExecutionRetention retention, CancellationToken cancellationToken) =>
        await MultipartUploads.SweepAsync(cancellationToken)
        + await Catalogue.SweepAsync(cancellationToken)
        + await Outcomes.SweepAsync(cancellationToken)
        + await Executions.SweepAsync(retention, cancellationToken);

    /// <summary>
    /// Compares all originals and renditions with the database, by their hashes and sizes, and records an event for each original that
    /// differs. The pipeline processes the events like any others: it rebuilds records, remakes renditions, and marks as deleted what is gone.
    /// </summary>
    public Task<RepairReport> RepairAsync(CancellationToken cancellationToken) => new StoreRepair(_database, _folder, _paths, _time).RunAsync(cancellationToken);

    /// <summary>Keys of renditions that no record shows: those of earlier versions, or of a catalogue that was lost.</summary>
    public IReadOnlyList<string> FindUnusedRenditions() => StoreRepair.FindUnusedRenditions(_database, _folder, _paths);

    /// <summary>Writes everything that is queued, then releases the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_database.IsReadOnly)
            {
                await Executions.StopArchivingAsync();
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
