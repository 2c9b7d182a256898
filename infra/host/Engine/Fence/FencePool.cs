using Pipeline.Core.Renditions;
using Pipeline.Host.Engine.Logs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>
/// The fenced processes. Each works on one image at a time, so only that image fails when it crashes. All calls of an image that overlap go
/// to the same process, which decodes it once for all of them.
/// </summary>
internal sealed class FencePool : IDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    private readonly Func<FencedProcess> _start;
    private readonly Lock _lock = new();
    private readonly Slot[] _slots;
    private readonly LinkedList<(string Image, TaskCompletionSource<Lease> Lease)> _waiting = [];
    private readonly ManualResetEventSlim _disposed = new();
    private readonly Thread _watch;
    private long _uses;

    /// <param name="options">The command, and how many processes.</param>
    /// <param name="setup">Settings of a process.</param>
    /// <param name="watermarks">PNGs of the rendition sets.</param>
    /// <param name="maxBytes">Maximum of the resident memory of one process, in bytes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Finds the logs of the calls that are made.</param>
    public FencePool(
        FenceOptions options, FenceSetup setup, IReadOnlyList<WatermarkFile> watermarks, long maxBytes, TimeProvider time, CallLogs logs)
    {
        (Options, Logs) = (options, logs);
        _start = () => FencedProcess.Start(options, setup, watermarks, maxBytes, time);
        _slots = [.. Enumerable.Range(0, options.Processes).Select(_ => new Slot())];
        _watch = new(Watch) { IsBackground = true, Name = "Fence" };
        _watch.Start();
    }

    public FenceOptions Options { get; }

    public CallLogs Logs { get; }

    /// <summary>Waits for a process that works on this image or on none.</summary>
    /// <param name="image">Path of the original.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Dispose it when the process has answered.</returns>
    public async Task<Lease> LeaseAsync(string image, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource<Lease>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(string, TaskCompletionSource<Lease>)> node;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsSet, this);
            if (FindSlot(image) is { } slot)
            {
                return Take(slot, image);
            }

            node = _waiting.AddLast((image, waiting));
        }

        await using (cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_lock)
                {
                    if (node.List is not null)
                    {
                        _waiting.Remove(node);
                        waiting.SetCanceled(cancellationToken);
                    }
                }
            },
            null))
        {
            return await waiting.Task;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed.Set();
            foreach (var (_, lease) in _waiting)
            {
                lease.SetException(new ObjectDisposedException(nameof(FencePool)));
            }

            _waiting.Clear();
        }

        _watch.Join();
        foreach (var slot in _slots)
        {
            slot.Dispose();
        }

        _disposed.Dispose();
    }

    /// <summary>The process that works on the image; else one that is idle, if possible the one that had it last, and one that runs already.</summary>
    private Slot? FindSlot(string image) =>
        _slots.FirstOrDefault(slot => slot.Calls > 0 && slot.Image == image)
        ?? _slots.Where(slot => slot.Calls == 0).OrderBy(slot => (slot.Image != image, !slot.IsRunning, slot.LastUse)).FirstOrDefault();

    private Lease Take(Slot slot, string image)
    {
        (slot.Image, slot.LastUse) = (image, ++_uses);
        slot.Calls++;
        return new(this, slot);
    }

    private void Release(Slot slot)
    {
        lock (_lock)
        {
            if (--slot.Calls > 0 || _waiting.First is not { Value.Image: var next })
            {
                return;
            }

            for (var node = _waiting.First; node is not null;)
            {
                var (current, following) = (node, node.Next);
                if (current.Value.Image == next)
                {
                    _waiting.Remove(current);
                    current.Value.Lease.SetResult(Take(slot, next));
                }

                node = following;
            }
        }
    }

    private void Watch()
    {
        while (!_disposed.Wait(WatchInterval))
        {
            foreach (var slot in _slots)
            {
                slot.EnforceLimits();
            }
        }
    }

    /// <summary>The right to call a process.</summary>
    internal sealed class Lease(FencePool pool, Slot slot) : IDisposable
    {
        private int _isDisposed;

        /// <summary>The process. Starts another one if the last one has ended.</summary>
        public FencedProcess GetProcess() => slot.GetProcess(pool._start);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                pool.Release(slot);
            }
        }
    }

    /// <summary>Place for a process. The lock of the pool guards what decides who gets it, its own lock the process.</summary>
    internal sealed class Slot : IDisposable
    {
        private readonly Lock _lock = new();
        private volatile FencedProcess? _process;
        private bool _isDisposed;

        public string? Image { get; set; }

        public int Calls { get; set; }

        public long LastUse { get; set; }

        public bool IsRunning => _process is { IsAlive: true };

        public FencedProcess GetProcess(Func<FencedProcess> start)
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_process is not { IsAlive: true } process)
                {
                    _process = process = start();
                }

                return process;
            }
        }

        public void EnforceLimits() => _process?.EnforceLimits();

        public void Dispose()
        {
            lock (_lock)
            {
                _isDisposed = true;
                _process?.Dispose();
            }
        }
    }
}
