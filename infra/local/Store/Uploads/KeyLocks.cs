namespace Pipeline.Local.Store;

/// <summary>Lets one change of a key happen at a time. Keys share locks by hash, so there is a fixed number of them.</summary>
internal sealed class KeyLocks
{
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    public async ValueTask<IDisposable> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var one = _locks[(uint)key.GetHashCode(StringComparison.Ordinal) % _locks.Length];
        await one.WaitAsync(cancellationToken);
        return new Held(one);
    }

    private sealed class Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
