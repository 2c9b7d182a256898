namespace Pipeline.Interpreter;

/// <summary>Holds a virtual clock still while a handler is at work, and lets it go while the handler waits for one of its timers.</summary>
internal sealed class HandlerHold : IDisposable
{
    private readonly Lock _gate = new();
    private readonly VirtualTimeProvider _clock;
    private int _timers;
    private bool _finished;
    private bool _over;
    private bool _holds = true;

    public HandlerHold(VirtualTimeProvider clock)
    {
        _clock = clock;
        clock.CountHandlers(1);
    }

    /// <summary>A timer of this handler was set (1), or fired or went (-1).</summary>
    public void Waits(int change) => Update(() => _timers += change);

    /// <summary>The handler is done: timers that it left behind no longer let time go.</summary>
    public void Finish() => Update(() => _finished = true);

    public void Dispose() => Update(() => _over = true);

    private void Update(Action change)
    {
        int difference;
        lock (_gate)
        {
            change();
            var now = !_over && (_finished || _timers == 0);
            difference = (now ? 1 : 0) - (_holds ? 1 : 0);
            _holds = now;
        }

        if (difference != 0)
        {
            _clock.CountHandlers(difference);
        }
    }
}
