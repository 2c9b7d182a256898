namespace Pipeline.Host.Engine.Fence;

/// <summary>A fenced process ended before it had answered.</summary>
/// <param name="message">What became of the process, as the rest of a sentence: <c>was ended by SIGSEGV</c>.</param>
/// <param name="wasReady">Whether it had started. Otherwise no image is to blame.</param>
internal sealed class FencedProcessDiedException(string message, bool wasReady) : Exception(message)
{
    public bool WasReady { get; } = wasReady;
}
