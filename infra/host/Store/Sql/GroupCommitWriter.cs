using System.Threading.Channels;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Group commit: one thread with one connection takes all writes that wait, at most <see cref="MaxWrites"/>, into one
/// transaction, commits it with one fsync, and then completes them. Writes are applied in the order they were queued. Those that
/// nobody waits for are given some milliseconds to become more, or to go along with one that somebody waits for.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    /// <summary>Bound of one transaction, and of the queue: whoever comes later waits for a place.</summary>
    private const int MaxWrites = 512;

    private static readonly TimeSpan GatherDelay = TimeSpan.FromMilliseconds(20);

    private readonly Channel<WriteOperation> _queue = Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(MaxWrites) { SingleReader = true });
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly SqlSession _session;
    private readonly Action _beforeCommit;
    private bool _isCommitRequested;

    /// <param name="session">The one connection that writes; closed with the writer.</param>
    /// <param name="beforeCommit">Makes durable what the writes rely on; runs on the writer's thread. What it throws, all of them throw.</param>
    public GroupCommitWriter(SqlSession session, Action beforeCommit)
    {
        (_session, _beforeCommit) = (session, beforeCommit);
        new Thread(RunLoop) { IsBackground = true, Name = "store writer" }.Start();
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

    /// <summary>Writes what is queued, then closes the connection.</summary>
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

    /// <summary>Ends what <see cref="WaitForMoreWrites"/> waits for.</summary>
    private void RequestCommit()
    {
        lock (_gate)
        {
            _isCommitRequested = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>May end at once for a write that an earlier batch has taken: then this one is committed early, no more.</summary>
    private void WaitForMoreWrites()
    {
        lock (_gate)
        {
            if (!_isCommitRequested)
            {
                Monitor.Wait(_gate, GatherDelay);
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

        // Not by GetResult, which would spin first: the cores have better to do.
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
