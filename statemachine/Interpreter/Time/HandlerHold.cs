namespace Pipeline.Interpreter;

/// <summary>Holds a virtual clock still while a handler is at work, and lets it go while the handler waits for one of its timers.</summary>
internal sealed class HandlerHold : IDisposable
{
    private readonly Lock gate = new();
    private readonly VirtualTimeProvider clock;
    private int timers;
    private bool finished;
    private bool over;
    private bool holds = true;

    public HandlerHold(VirtualTimeProvider clock)
    {
        this.clock = clock;
        clock.CountHandlers(1);
    }

    /// <summary>A timer of this handler was set (1), or fired or went (-1).</summary>
    public void Waits(int change) => Update(() => timers += change);

    /// <summary>The handler is done: timers that it left behind no longer let time go.</summary>
    public void Finish() => Update(() => finished = true);

    public void Dispose() => Update(() => over = true);

    private void Update(Action change)
    {
        int difference;
        lock (gate)
        {
            change();
            var now = !over && (finished || timers == 0);
            difference = (now ? 1 : 0) - (holds ? 1 : 0);
            holds = now;
        }

        if (difference != 0)
        {
            clock.CountHandlers(difference);
        }
    }
}
