namespace Pipeline.Host.Console.Options;

/// <summary>How the host is served. Always on loopback: whoever can reach it can delete images.</summary>
/// <param name="Port">Port; 0: any free one.</param>
public sealed record ConsoleOptions(int Port)
{
    public const int DefaultPort = 8420;

    /// <summary>Most bytes of one upload. More than an image may have (50 MB), so that one that is too large is seen to be rejected, and why.</summary>
    public long MaxUploadBytes { get; init; } = 256_000_000;

    /// <summary>Folder whose files are uploaded as they appear, for people to know; null without.</summary>
    public string? WatchedFolder { get; init; }
}
