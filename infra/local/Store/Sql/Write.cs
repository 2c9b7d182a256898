namespace Pipeline.Local.Store;

/// <summary>One write in the queue of <see cref="GroupWriter"/>. All members are called on the writer's thread.</summary>
internal abstract class Write
{
    private Exception? _failure;

    /// <summary>Whether somebody waits until it is on disk.</summary>
    public abstract bool IsAwaited { get; }

    /// <summary>Applies the write inside the open transaction, under a savepoint of its own: it fails alone.</summary>
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
            Failing(exception);
        }

        session.Execute("RELEASE single");
    }

    /// <summary>The transaction is on disk.</summary>
    public void Finish()
    {
        if (_failure is null)
        {
            Committed();
        }
        else
        {
            Failed(_failure);
        }
    }

    /// <summary>The whole transaction was rolled back.</summary>
    public void Abandon(Exception exception)
    {
        Failing(exception);
        Failed(exception);
    }

    protected abstract void Run(SqlSession session);

    /// <summary>Called before any later write is applied.</summary>
    protected virtual void Failing(Exception exception)
    {
    }

    protected virtual void Committed()
    {
    }

    protected virtual void Failed(Exception exception)
    {
    }
}

/// <summary>A write that somebody waits for.</summary>
internal sealed class AwaitedWrite<T>(Func<SqlSession, T> run) : Write
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool IsAwaited => true;

    protected override void Run(SqlSession session) => _result = run(session);

    protected override void Committed() => _completion.SetResult(_result!);

    protected override void Failed(Exception exception) => _completion.SetException(exception);
}

/// <summary>A write that nobody waits for.</summary>
/// <param name="run">The write.</param>
/// <param name="failing">Told of a failure before any later write is applied.</param>
internal sealed class QueuedWrite(Action<SqlSession> run, Action<Exception> failing) : Write
{
    public override bool IsAwaited => false;

    protected override void Run(SqlSession session) => run(session);

    protected override void Failing(Exception exception) => failing(exception);
}
