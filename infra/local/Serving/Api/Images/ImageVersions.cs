using System.Text.Json;
using Pipeline.Core.Contracts;
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
            versions.Add(new(ExecutionAnswer.Summary(execution), last?.Outcome, last?.Record?.Current, reason));
        }

        return versions;
    }
}
