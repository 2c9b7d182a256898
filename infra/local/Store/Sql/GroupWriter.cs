using System.Threading.Channels;

namespace Pipeline.Local.Store;

/// <summary>
/// Group commit: one thread with one connection takes all writes that wait, at most <see cref="MostWrites"/>, into one
/// transaction, commits it with one fsync, and then completes them. Writes are applied in the order they were queued.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    /// <summary>Bound of one transaction, and of the queue: whoever comes later waits for a place.</summary>
    private const int MostWrites = 512;

    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWrites) { SingleReader = true });
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqlSession _session;

    public GroupWriter(SqlSession session)
    {
        _session = session;
        new Thread(Loop) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Completes when the write is on disk.</summary>
    /// <param name="run">The write; runs on the writer's thread. What it throws, the task throws, and nothing of it is kept.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the queue; a write that has its place is carried out.</param>
    public async Task<T> WriteAsync<T>(Func<SqlSession, T> run, CancellationToken cancellationToken)
    {
        var write = new AwaitedWrite<T>(run);
        await QueueAsync(write, cancellationToken);
        return await write.Completion;
    }

    /// <summary>Completes when the write has its place in the queue.</summary>
    public async ValueTask QueueAsync(Write write, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(LocalStore));
        }
    }

    /// <summary>Writes what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopped.Task;
    }

    private void Loop()
    {
        var batch = new List<Write>(MostWrites);
        while (WaitForWrites())
        {
            while (batch.Count < MostWrites && _queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(batch);
            batch.Clear();
        }

        _session.Dispose();
        _stopped.SetResult();
    }

    private bool WaitForWrites()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        return ready.IsCompleted ? ready.GetAwaiter().GetResult() : ready.AsTask().GetAwaiter().GetResult();
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Apply(_session);
            }

            _session.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            RollBack();
            batch.ForEach(write => write.Abandon(exception));
            return;
        }

        batch.ForEach(write => write.Finish());
    }

    private void RollBack()
    {
        if (_session.InTransaction)
        {
            _session.Execute("ROLLBACK");
        }
    }
}
