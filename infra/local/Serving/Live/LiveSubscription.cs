using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pipeline.Local.Serving.Live;

/// <summary>What one page has yet to be told.</summary>
internal sealed class LiveSubscription(string? execution, Action<LiveSubscription> left) : IDisposable
{
    private const int Capacity = 1_000;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _overflowed;

    /// <summary>Name of the execution whose history is wanted; null: of none.</summary>
    public string? Execution { get; } = execution;

    /// <summary>Never waits. What finds no room is left out, and a reset takes its place.</summary>
    public void Offer(LiveEvent happened)
    {
        if (Volatile.Read(ref _overflowed) == 1 || !_events.Writer.TryWrite(happened))
        {
            Volatile.Write(ref _overflowed, 1);
        }
    }

    /// <summary>Events in order; null after each <paramref name="quiet"/> without any.</summary>
    public async IAsyncEnumerable<LiveEvent?> ReadAsync(TimeSpan quiet, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_events.Reader.TryRead(out var happened))
            {
                yield return happened;
            }

            if (Interlocked.Exchange(ref _overflowed, 0) == 1)
            {
                yield return LiveEvent.Reset;
            }

            if (!await WaitAsync(quiet, time, cancellationToken))
            {
                yield return null;
            }
        }
    }

    public void Dispose() => left(this);

    private async Task<bool> WaitAsync(TimeSpan quiet, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(quiet, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _events.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
