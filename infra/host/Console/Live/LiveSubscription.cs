using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pipeline.Host.Console.Live;

/// <summary>The events that one page has yet to get.</summary>
internal sealed class LiveSubscription(string? execution, Action<LiveSubscription> onDispose) : IDisposable
{
    private const int Capacity = 1_000;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _hasOverflowed;

    /// <summary>Name of the execution whose history the page follows; null for none.</summary>
    public string? Execution { get; } = execution;

    /// <summary>Adds an event without waiting. If the queue is full, drops the event and sends a reset instead.</summary>
    public void Offer(LiveEvent liveEvent)
    {
        if (Volatile.Read(ref _hasOverflowed) == 1 || !_events.Writer.TryWrite(liveEvent))
        {
            Volatile.Write(ref _hasOverflowed, 1);
        }
    }

    /// <summary>Yields events in order, and null after each <paramref name="heartbeatInterval"/> without one.</summary>
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
