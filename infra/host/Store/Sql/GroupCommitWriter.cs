using System.Threading.Channels;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Group commit: one thread with one connection takes all queued writes, at most <see cref="MaxWrites"/>, into one transaction, commits
/// it with one fsync, and then completes them. Writes are applied in the order they were queued. If no caller waits for any of them, the
/// commit is delayed by some milliseconds, so that more writes can join it.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    /// <summary>Maximum number of writes in one transaction, and in the queue. When the queue is full, callers wait for a place.</summary>
    private const int MaxWrites = 512;

    private static readonly TimeSpan CommitDelay = TimeSpan.FromMilliseconds(20);

    private readonly Channel<WriteOperation> _queue = Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(MaxWrites) { SingleReader = true });
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly SqlSession _session;
    private readonly Action _beforeCommit;
    private bool _isCommitRequested;

    /// <param name="session">The only connection that writes. The writer closes it.</param>
    /// <param name="beforeCommit">
    /// Makes durable everything that the writes rely on. Runs on the writer's thread. If it throws, all writes of the transaction fail with
    /// the same exception.
    /// </param>
    public GroupCommitWriter(SqlSession session, Action beforeCommit)
    {
        (_session, _beforeCommit) = (session, beforeCommit);
        new Thread(RunLoop) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Completes when the write is on disk.</summary>
    /// <param name="run">
    /// The write. Runs on the writer's thread. If it throws, it is rolled back and the task fails with the same exception.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue. A queued write is always carried out.</param>
    public async Task<T> WriteAsync<T>(Func<SqlSession, T> run, CancellationToken cancellationToken)
    {
        var write = new AwaitedWrite<T>(run);
        await QueueAsync(write, cancellationToken);
        return await write.Completion;
    }

    /// <summary>Completes when the write is in the queue.</summary>
    public async ValueTask QueueAsync(WriteOperation write, CancellationToken cancellationToken)
    {
        try
        {
            if (!_queue.Writer.TryWrite(write))
            {
                RequestCommit();
                await _queue.Writer.WriteAsync(write, cancellationToken);
            }

            if (write.IsAwaited)
            {
                RequestCommit();
            }
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Database));
        }
    }

    /// <summary>Writes everything that is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        RequestCommit();
        await _stopped.Task;
    }

    private void RunLoop()
    {
        var batch = new List<WriteOperation>(MaxWrites);
        while (WaitForWrites())
        {
            TakeQueued(batch);
            if (!batch.Exists(write => write.IsAwaited))
            {
                WaitForMoreWrites();
                TakeQueued(batch);
            }

            Commit(batch);
            batch.Clear();
        }

        _session.Dispose();
        _stopped.SetResult();
    }

    /// <summary>Ends the delay of <see cref="WaitForMoreWrites"/>.</summary>
    private void RequestCommit()
    {
        lock (_gate)
        {
            _isCommitRequested = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>May return at once because of a write that an earlier batch took. The only effect is an early commit.</summary>
    private void WaitForMoreWrites()
    {
        lock (_gate)
        {
            if (!_isCommitRequested)
            {
                Monitor.Wait(_gate, CommitDelay);
            }

            _isCommitRequested = false;
        }
    }

    private void TakeQueued(List<WriteOperation> batch)
    {
        while (batch.Count < MaxWrites && _queue.Reader.TryRead(out var write))
        {
            batch.Add(write);
        }
    }

    private bool WaitForWrites()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        if (ready.IsCompleted)
        {
            return ready.GetAwaiter().GetResult();
        }

        // GetResult on the pending task would spin first and waste a core.
        var waited = ready.AsTask();
        ((IAsyncResult)waited).AsyncWaitHandle.WaitOne();
        return waited.GetAwaiter().GetResult();
    }

    private void Commit(List<WriteOperation> batch)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Apply(_session);
            }

            _beforeCommit();
            _session.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            RollBack();
            batch.ForEach(write => write.Fail(exception));
            return;
        }

        batch.ForEach(write => write.Complete());
    }

    private void RollBack()
    {
        if (_session.InTransaction)
        {
            _session.Execute("ROLLBACK");
        }
    }
}
