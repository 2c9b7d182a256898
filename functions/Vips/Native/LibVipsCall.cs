namespace Pipeline.Vips.Native;

/// <summary>
/// One call into the codec. libvips has one error buffer for the whole process. A lenient loader may write to it without
/// failing, and its text would then appear in the next failure. So a call that runs alone empties the buffer first.
/// </summary>
internal readonly struct LibVipsCall : IDisposable
{
    private static int _running;

    public static LibVipsCall Begin()
    {
        if (Interlocked.Increment(ref _running) == 1)
        {
            LibVips.ErrorClear();
        }

        return default;
    }

    public void Dispose() => Interlocked.Decrement(ref _running);
}
