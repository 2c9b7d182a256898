using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Reconciliation;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Engine.Reconciliation;

/// <summary>Appends failures to the announcements, each execution's once.</summary>
/// <param name="announcements">Announcements.</param>
/// <param name="onAnnounced">Called with each announcement once it is on disk.</param>
internal sealed class LocalFailureAnnouncer(AnnouncementStore announcements, Action<AnnouncementRecord> onAnnounced) : IFailureAnnouncer
{
    /// <inheritdoc/>
    public async Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var message = JsonSerializer.Serialize(announcement, PipelineJson.Default.Announcement);
        var attributes = new Dictionary<string, string>
        {
            ["outcome"] = announcement.Outcome, ["bucket"] = ImageIds.BucketOf(announcement.ImageId),
        };
        onAnnounced(await announcements.AppendAsync(
            new(AnnouncementTopic.Failure, message, attributes, announcement.Execution, $"reconciled {announcement.Execution}"), cancellationToken));
    }
}
