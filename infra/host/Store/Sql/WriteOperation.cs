namespace Pipeline.Host.Store.Sql;

/// <summary>One write in the queue of <see cref="GroupCommitWriter"/>. All members are called on the writer's thread.</summary>
internal abstract class WriteOperation
{
    private Exception? _failure;

    /// <summary>Whether a caller waits until the write is on disk.</summary>
    public abstract bool IsAwaited { get; }

    /// <summary>
    /// Applies the write inside the open transaction, under its own savepoint: if it fails, the other writes are not affected.
    /// </summary>
    public void Apply(SqlSession session)
    {
        session.Execute("SAVEPOINT single");
        try
        {
            Run(session);
        }
        catch (Exception exception) when (session.InTransaction)
        {
            session.Execute("ROLLBACK TO single");
            _failure = exception;
            OnFailing(exception);
        }

        session.Execute("RELEASE single");
    }

    /// <summary>Called when the transaction is on disk.</summary>
    public void Complete()
    {
        if (_failure is null)
        {
            OnCommitted();
        }
        else
        {
            OnFailed(_failure);
        }
    }

    /// <summary>Called when the whole transaction was rolled back.</summary>
    public void Fail(Exception exception)
    {
        OnFailing(exception);
        OnFailed(exception);
    }

    protected abstract void Run(SqlSession session);

    /// <summary>Called before any later write is applied.</summary>
    protected virtual void OnFailing(Exception exception)
    {
    }

    protected virtual void OnCommitted()
    {
    }

    protected virtual void OnFailed(Exception exception)
    {
    }
}

/// <summary>A write that its caller waits for.</summary>
internal sealed class AwaitedWrite<T>(Func<SqlSession, T> run) : WriteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool IsAwaited => true;

    protected override void Run(SqlSession session) => _result = run(session);

    protected override void OnCommitted() => _completion.SetResult(_result!);

    protected override void OnFailed(Exception exception) => _completion.SetException(exception);
}

/// <summary>A write that no caller waits for.</summary>
/// <param name="run">The write.</param>
/// <param name="onFailing">Called if the write fails, before any later write is applied.</param>
internal sealed class BackgroundWrite(Action<SqlSession> run, Action<Exception> onFailing) : WriteOperation
{
    public override bool IsAwaited => false;

    protected override void Run(SqlSession session) => run(session);

    protected override void OnFailing(Exception exception) => onFailing(exception);
}
