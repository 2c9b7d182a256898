using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pipeline.Host.Console.Live;

/// <summary>What one page has yet to be told.</summary>
internal sealed class LiveSubscription(string? execution, Action<LiveSubscription> onDispose) : IDisposable
{
    private const int Capacity = 1_000;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _hasOverflowed;

    /// <summary>Name of the execution whose history is wanted; null: of none.</summary>
    public string? Execution { get; } = execution;

    /// <summary>Never waits. What finds no room is left out, and a reset takes its place.</summary>
    public void Offer(LiveEvent liveEvent)
    {
        if (Volatile.Read(ref _hasOverflowed) == 1 || !_events.Writer.TryWrite(liveEvent))
        {
            Volatile.Write(ref _hasOverflowed, 1);
        }
    }

    /// <summary>Events in order; null after each <paramref name="heartbeatInterval"/> without any.</summary>
    public async IAsyncEnumerable<LiveEvent?> ReadAsync(TimeSpan heartbeatInterval, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_events.Reader.TryRead(out var liveEvent))
            {
                yield return liveEvent;
            }

            if (Interlocked.Exchange(ref _hasOverflowed, 0) == 1)
            {
                yield return LiveEvent.Reset;
            }

            if (!await WaitAsync(heartbeatInterval, time, cancellationToken))
            {
                yield return null;
            }
        }
    }

    public void Dispose() => onDispose(this);

    private async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
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
