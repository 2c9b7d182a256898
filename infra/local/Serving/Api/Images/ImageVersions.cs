using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Local.Hosting;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.Api;

/// <summary>The history of an image: its executions, each with what it announced.</summary>
internal static class ImageVersions
{
    private const int Most = 100;

    /// <returns>Newest first.</returns>
    public static async Task<IReadOnlyList<VersionAnswer>> OfAsync(LocalStore store, string imageId, CancellationToken cancellationToken)
    {
        var page = await store.Executions.ListAsync(new(ImageId: imageId), Most, null, cancellationToken);
        var versions = new List<VersionAnswer>(page.Executions.Count);
        foreach (var execution in page.Executions)
        {
            var announced = await store.Announcements.OfExecutionAsync(execution.Arn, cancellationToken);
            var last = announced.Count > 0
                ? JsonSerializer.Deserialize(announced[^1].Message, PipelineJson.Default.Announcement)
                : null;
            var reason = last?.Record?.Reason ?? (last?.Error is { } error ? new(error, LambdaCause.MessageOf(last.Cause)) : null);
            var outcome = last?.Outcome ?? await QuietOutcomeAsync(store, execution, cancellationToken);
            versions.Add(new(ExecutionAnswer.Summary(execution), outcome, last?.Record?.Current, reason));
        }

        return versions;
    }

    /// <summary>What is not announced, the state that ended the execution names: <c>unchanged</c>, <c>superseded</c>.</summary>
    private static async Task<string?> QuietOutcomeAsync(LocalStore store, ExecutionRecord execution, CancellationToken cancellationToken)
    {
        if (execution.Status != RecordedStatus.Succeeded)
        {
            return null;
        }

        // Entered, exited, succeeded.
        var end = await store.Executions.HistoryBackwardAsync(execution.Arn, long.MaxValue, 3, cancellationToken);
        return end.FirstOrDefault(@event => @event.Type == "SucceedStateEntered") is { } entered
            ? StoreJournal.FromRecorded(entered).Details!["name"]!.GetValue<string>().ToLowerInvariant()
            : null;
    }
}
