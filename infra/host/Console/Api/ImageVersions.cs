using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;

namespace Pipeline.Host.Console.Api;

/// <summary>The history of an image: its executions, each with its announcement.</summary>
internal static class ImageVersions
{
    private const int MaxVersions = 100;

    /// <param name="store">Executions and announcements.</param>
    /// <param name="imageId">Id of the image.</param>
    /// <param name="replaced">The replaced versions whose renditions still exist.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Versions, newest first.</returns>
    public static async Task<IReadOnlyList<VersionResponse>> ListAsync(
        LocalStore store, string imageId, IReadOnlyList<ReplacedPrefix> replaced, CancellationToken cancellationToken)
    {
        // Only the newest of several uploads of the same content has the time; a rejection shows the version before it.
        var times = replaced.ToDictionary(version => version.Prefix, version => version.RemoveAfter);
        var page = await store.Executions.ListAsync(new(ImageId: imageId), MaxVersions, null, cancellationToken);
        var versions = new List<VersionResponse>(page.Executions.Count);
        foreach (var execution in page.Executions)
        {
            var announced = await store.Announcements.ListByExecutionAsync(execution.Arn, cancellationToken);
            var last = announced.Count > 0
                ? JsonSerializer.Deserialize(announced[^1].Message, PipelineJson.Default.Announcement)
                : null;
            var reason = last?.Record?.Reason ?? (last?.Error is { } error ? new(error, LambdaCause.MessageOf(last.Cause)) : null);
            var outcome = last?.Outcome ?? await ReadUnannouncedOutcomeAsync(store, execution, cancellationToken);
            var version = last?.Record?.Current;
            DateTimeOffset? removeAfter = version is not null && outcome == Announcement.Succeeded && times.Remove(version.Prefix, out var time) ? time : null;
            versions.Add(new(ExecutionResponse.FromSummary(execution), outcome, version, reason, removeAfter));
        }

        return versions;
    }

    /// <summary>Reads an outcome that is not announced, <c>unchanged</c> or <c>superseded</c>, from the name of the state that ended the execution.</summary>
    private static async Task<string?> ReadUnannouncedOutcomeAsync(LocalStore store, ExecutionRecord execution, CancellationToken cancellationToken)
    {
        if (execution.Status != RecordedStatus.Succeeded)
        {
            return null;
        }

        // The last three events: the Succeed state was entered and exited, and the execution succeeded.
        var end = await store.Executions.GetHistoryReversedAsync(execution.Arn, long.MaxValue, 3, cancellationToken);
        return end.FirstOrDefault(@event => @event.Type == "SucceedStateEntered") is { } entered
            ? entered.ToHistoryEvent().Details!["name"]!.GetValue<string>().ToLowerInvariant()
            : null;
    }
}
