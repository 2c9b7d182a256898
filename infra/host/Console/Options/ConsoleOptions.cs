using Pipeline.Core.Webhooks;
using Pipeline.Host.Console.Queries;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Options;

/// <summary>How the host is served.</summary>
/// <param name="Port">Port; 0 for any free port.</param>
public sealed record ConsoleOptions(int Port)
{
    public const int DefaultPort = 8420;

    /// <summary>
    /// Maximum size of one upload, in bytes. It is larger than the limit of an image (64 MB), so that the pipeline itself rejects a
    /// large image and gives the reason.
    /// </summary>
    public long MaxUploadBytes { get; init; } = 256_000_000;

    /// <summary>Folder whose files the host uploads when they appear, shown to users; null if it watches none.</summary>
    public string? WatchedFolder { get; init; }

    /// <summary>Which ended executions the host keeps.</summary>
    public ExecutionRetention Retention { get; init; } = ExecutionRetention.Default;

    /// <summary>Saved queries over the catalogue; null for those of the program that puts the host together.</summary>
    public ConsoleQueries? Queries { get; init; }

    /// <summary>Where announcements may be sent, and what signs them.</summary>
    public WebhookOptions Webhooks { get; init; } = new(new(AllowsLoopback: true, AllowsPrivate: false), WebhookSecrets.None);
}
