using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Sql;

/// <summary>The database file: one writer, many readers. Source: sqlite.org/wal.html.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly ReadPool _readers;
    private readonly GroupCommitWriter? _writer;

    private Database(ReadPool readers, GroupCommitWriter? writer)
    {
        _readers = readers;
        _writer = writer;
    }

    public bool IsReadOnly => _writer is null;

    /// <summary>Opens the database for writing. Creates or migrates it if necessary.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayBeNew">Whether the database may be created. If not, one without a format is an error.</param>
    /// <param name="prepare">Runs before any other write.</param>
    /// <param name="beforeCommit">Makes durable everything that a commit relies on.</param>
    /// <exception cref="NewerFormatException">A newer version of the program wrote the file.</exception>
    /// <exception cref="DatabaseMissingException">The file has no database, and may not be new.</exception>
    public static Database Open(string path, bool mayBeNew, Action<SqlSession> prepare, Action beforeCommit)
    {
        var session = SqlSession.Open(path, readOnly: false);
        try
        {
            Vacuum.Enable(session);
            // Every commit is synced, on macOS down to the drive. The log is checkpointed every 16 MB and truncated to 64 MB.
            session.ExecuteScript("""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA temp_store = MEMORY;
                """);
            Schema.Migrate(session, path, mayBeNew);
            prepare(session);
            return new Database(new ReadPool(path), new GroupCommitWriter(session, beforeCommit));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for reading, whether another process writes to it or not.</summary>
    /// <exception cref="NewerFormatException">A newer version of the program wrote the file.</exception>
    /// <exception cref="OlderFormatException">An older version of the program wrote the file.</exception>
    public static Database OpenReadOnly(string path)
    {
        using (var session = SqlSession.Open(path, readOnly: true))
        {
            Schema.EnsureCurrent(session, path);
        }

        return new Database(new ReadPool(path), writer: null);
    }

    /// <inheritdoc cref="ReadPool"/>
    public T Read<T>(Func<SqlSession, T> read) => _readers.Read(read);

    /// <inheritdoc cref="GroupCommitWriter.WriteAsync"/>
    public Task<T> WriteAsync<T>(Func<SqlSession, T> run, CancellationToken cancellationToken) =>
        Writer.WriteAsync(run, cancellationToken);

    /// <inheritdoc cref="GroupCommitWriter.QueueAsync"/>
    public ValueTask QueueAsync(WriteOperation write, CancellationToken cancellationToken) => Writer.QueueAsync(write, cancellationToken);

    private GroupCommitWriter Writer =>
        _writer ?? throw new InvalidOperationException("The data folder is open for reading only, so nothing can be written.");

    /// <exception cref="InvalidOperationException">The database is open for reading only.</exception>
    public void EnsureWritable() => _ = Writer;

    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        if (_writer is not null)
        {
            // Last, because closing the last connection writes the log back into the database file.
            await _writer.DisposeAsync();
        }
    }
}
