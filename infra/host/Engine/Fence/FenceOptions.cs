namespace Pipeline.Host.Engine.Fence;

/// <summary>How image libraries run in processes of their own, so that a crash in one of them does not end the host.</summary>
/// <param name="FileName">Program of a fenced process, which runs <see cref="FencedProgram"/>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Processes">Maximum number of processes, at least 1. Each works on one image at a time.</param>
public sealed record FenceOptions(string FileName, IReadOnlyList<string> Arguments, int Processes)
{
    /// <summary>Memory that a process takes before it decodes anything, in bytes.</summary>
    public const long ProcessBytes = 100_000_000;

    /// <summary>The longest that the renditions of one call may take. It is shorter than the timeout of the state, so that the error says what happened.</summary>
    public TimeSpan ResizeTimeLimit { get; init; } = TimeSpan.FromSeconds(110);

    /// <summary>The longest that reading a header may take.</summary>
    public TimeSpan HeaderTimeLimit { get; init; } = TimeSpan.FromSeconds(30);
}
