namespace Pipeline.Vips.Native;

/// <summary>
/// One call into the codec. The error buffer of libvips is one for the process, and what a lenient loader wrote there
/// without failing would show in the next failure's text: so a call that finds itself alone empties it first.
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
