using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Executions;

namespace Pipeline.Core.Reconciliation;

/// <summary>An execution that is dead, and the event that it processed.</summary>
/// <param name="Execution">Its id.</param>
/// <param name="Event">The event; only its place in the order of events counts.</param>
/// <param name="Since">Until when nothing of it can have been recorded.</param>
/// <param name="Reason">What to record if nobody else has settled the event.</param>
internal sealed record LostExecution(string Execution, ImageEvent Event, DateTimeOffset Since, Reason Reason)
{
    /// <summary>The reason's code if a claim expired and nobody knows how its execution ended.</summary>
    public const string Expired = "ExecutionExpired";

    /// <summary>Describes the execution of an expired claim.</summary>
    public static LostExecution From(ImageRecord record, PrefixClaim claim, DateTimeOffset now)
    {
        var upload = claim.Upload ?? new(null, null, null, claim.ExpiresAt);
        var @event = new ImageEvent(
            claim.Execution, ImageEvent.ObjectCreated, "aws.s3", now,
            new(new(record.Bucket), new(record.Key, null, upload.ETag, upload.VersionId, upload.Sequencer)));
        return new(claim.Execution, @event, upload.ClaimedAt, new(
            Expired, $"The execution ended without recording an outcome, or was never seen to end. {Remedy}"));
    }

    /// <summary>Describes an execution whose end was reported; null if its input is not an event of an image.</summary>
    public static LostExecution? From(EndedExecution ended)
    {
        if (ended is not { ExecutionArn: { } execution, Input: { } input } || ExecutionInput.ReadEvent(input) is not { } @event)
        {
            return null;
        }

        var reason = ended.Status switch
        {
            "TIMED_OUT" => new Reason("ExecutionTimedOut", $"The execution reached its time limit. {Remedy}"),
            "ABORTED" => new(ended.Error ?? "ExecutionAborted", $"The execution was stopped. {ended.Cause ?? Remedy}"),
            _ => new(ended.Error ?? "ExecutionFailed", LambdaCause.MessageOf(ended.Cause ?? $"The execution failed without recording why. {Remedy}")),
        };
        return new(execution, @event, @event.Time, reason);
    }

    private const string Remedy = "Start it again with the same input, or upload the image again.";

    /// <summary>Whether the event needs nobody any more: a newer event won, another delivery finished it, or another execution is at it.</summary>
    public bool IsSettled(CatalogueEntry? entry, DateTimeOffset now)
    {
        if (entry is null)
        {
            return false;
        }

        var record = entry.Record;
        var isFinished = record.Status != ImageStatus.Processing;
        return (isFinished && record.Execution == Execution)
            || EventOrders.Compare(Event, record) switch
            {
                EventOrder.Older => true,
                EventOrder.Same => isFinished,
                // Only their times order two backfills.
                _ => isFinished && Event.Detail.Object.Sequencer is null && record.UpdatedAt > Since,
            }
            || entry.Claims.Any(claim => claim.Execution != Execution && !claim.IsReconciled && claim.ExpiresAt > now
                && Sequencer.Compare(claim.Upload?.Sequencer, Event.Detail.Object.Sequencer) >= 0);
    }
}
