using System.Collections.Concurrent;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Connections for reading, with their prepared statements. A read sees every write that was acknowledged before it began (a WAL
/// snapshot) and never waits for the writer. Reads take microseconds and run on the caller's thread.
/// </summary>
internal sealed class ReadPool(string path) : IDisposable
{
    private readonly ConcurrentBag<SqlSession> _idle = [];
    private volatile bool _disposed;

    public T Read<T>(Func<SqlSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Database));
        if (!_idle.TryTake(out var session))
        {
            session = SqlSession.Open(path, readOnly: true);
        }

        try
        {
            return read(session);
        }
        finally
        {
            _idle.Add(session);
            if (_disposed)
            {
                Close();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Close();
    }

    private void Close()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }
}
