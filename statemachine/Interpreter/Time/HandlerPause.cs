namespace Pipeline.Interpreter.Time;

/// <summary>Holds a virtual clock still while a handler is at work, and lets it go while the handler waits for one of its timers.</summary>
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

    /// <summary>A timer of this handler was set (1), or fired or went (-1).</summary>
    public void ChangeTimerCount(int change) => Update(() => _timerCount += change);

    /// <summary>The handler is done: timers that it left behind no longer let time go.</summary>
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
