namespace Pipeline.Interpreter.Time;

/// <summary>Pauses a virtual clock while a handler works, and lets it continue while the handler waits for a timer of this clock.</summary>
internal sealed class HandlerPause : IDisposable
{
    private readonly Lock _gate = new();
    private readonly VirtualTimeProvider _clock;
    private int _timerCount;
    private bool _isCompleted;
    private bool _isDisposed;
    private bool _isPaused = true;

    public HandlerPause(VirtualTimeProvider clock)
    {
        _clock = clock;
        clock.ChangeHandlerCount(1);
    }

    /// <summary>Changes the number of pending timers: 1 when the handler sets one, -1 when one fires or is removed.</summary>
    public void ChangeTimerCount(int change) => Update(() => _timerCount += change);

    /// <summary>Marks the handler as completed. Timers that it left behind no longer let time continue.</summary>
    public void Complete() => Update(() => _isCompleted = true);

    public void Dispose() => Update(() => _isDisposed = true);

    private void Update(Action change)
    {
        int difference;
        lock (_gate)
        {
            change();
            var isPaused = !_isDisposed && (_isCompleted || _timerCount == 0);
            difference = (isPaused ? 1 : 0) - (_isPaused ? 1 : 0);
            _isPaused = isPaused;
        }

        if (difference != 0)
        {
            _clock.ChangeHandlerCount(difference);
        }
    }
}
