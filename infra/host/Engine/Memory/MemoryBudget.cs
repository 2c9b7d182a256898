namespace Pipeline.Host.Engine.Memory;

/// <summary>
/// Admits work by the memory that it needs, in the order of arrival: small work never overtakes large work that waits, so large work
/// does not starve. Work that needs more than there is runs alone.
/// </summary>
/// <param name="bytes">Size of the budget in bytes.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Request> _waiting = [];
    private long _used;

    /// <summary>Reserved memory in bytes.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
            {
                return _used;
            }
        }
    }

    /// <summary>Waits until there is room, and reserves it.</summary>
    /// <param name="need">Bytes that the work needs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Dispose it when the work is done.</returns>
    public async Task<IMemoryReservation> ReserveAsync(long need, CancellationToken cancellationToken)
    {
        var request = new Request(this, Math.Clamp(need, 0, bytes));
        lock (_lock)
        {
            _waiting.AddLast(request.Node);
            AdmitWaiting();
        }

        await using (cancellationToken.UnsafeRegister(static (state, token) => ((Request)state!).Cancel(token), request))
        {
            await request.Admission.Task;
        }

        return request;
    }

    private void AdmitWaiting()
    {
        while (_waiting.First is { Value: var first } && _used + first.Bytes <= bytes)
        {
            _waiting.RemoveFirst();
            _used += first.Bytes;
            first.Admission.SetResult();
        }
    }

    private sealed class Request : IMemoryReservation
    {
        private readonly MemoryBudget _budget;
        private bool _isReleased;

        public Request(MemoryBudget budget, long bytes)
        {
            (_budget, Bytes) = (budget, bytes);
            Node = new(this);
        }

        public long Bytes { get; }

        public LinkedListNode<Request> Node { get; }

        public TaskCompletionSource Admission { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Cancel(CancellationToken token)
        {
            lock (_budget._lock)
            {
                if (Node.List is not null)
                {
                    _budget._waiting.Remove(Node);
                    Admission.SetCanceled(token);
                    // It may have held up smaller ones.
                    _budget.AdmitWaiting();
                }
            }
        }

        public void Dispose()
        {
            lock (_budget._lock)
            {
                if (!_isReleased)
                {
                    _isReleased = true;
                    _budget._used -= Bytes;
                    _budget.AdmitWaiting();
                }
            }
        }
    }
}

/// <summary>Memory that work has reserved, until it is disposed.</summary>
internal interface IMemoryReservation : IDisposable
{
    /// <summary>Its size in bytes.</summary>
    long Bytes { get; }
}
