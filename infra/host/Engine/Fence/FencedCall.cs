using Pipeline.Host.Engine.Logs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>A call that a fenced process works on.</summary>
/// <param name="number">Its number.</param>
/// <param name="needBytes">Memory in bytes that it may need, besides the process itself.</param>
/// <param name="timeLimit">The longest that it may take.</param>
/// <param name="onRendition">Receives the key and content of each rendition, on the thread that reads the answers.</param>
/// <param name="log">Receives what the process writes meanwhile to its standard error, and the memory that it takes; null if nobody reads that.</param>
internal sealed class FencedCall(int number, long needBytes, TimeSpan timeLimit, Action<string, byte[]>? onRendition, CallLog? log)
{
    private readonly TaskCompletionSource<(FenceMessage Answer, byte[] Content)> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number { get; } = number;

    public long NeedBytes { get; } = needBytes;

    public TimeSpan TimeLimit { get; } = timeLimit;

    public CallLog? Log { get; } = log;

    /// <summary>Timestamp at which the process is killed if it has not answered.</summary>
    public long Deadline { get; set; }

    /// <summary>The answer. Fails with <see cref="FencedProcessDiedException"/>.</summary>
    public Task<(FenceMessage Answer, byte[] Content)> Completion => _completion.Task;

    public void Receive(string key, byte[] content) => onRendition?.Invoke(key, content);

    public void Complete(FenceMessage answer, byte[] content) => _completion.TrySetResult((answer, content));

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
