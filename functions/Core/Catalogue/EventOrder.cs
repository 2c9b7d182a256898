using Pipeline.Core.Events;

namespace Pipeline.Core.Catalogue;

/// <summary>How an event compares to the newest one that a record knows.</summary>
public enum EventOrder
{
    /// <summary>The record knows a newer event; this one loses.</summary>
    Older,

    /// <summary>Another delivery of the newest event, or a backfill of the same upload.</summary>
    Same,

    /// <summary>This one wins.</summary>
    Newer,
}

public static class EventOrders
{
    /// <summary>
    /// Orders the events of one key by sequencer. A backfill has none, so it never beats an event that has one. But if it names
    /// the upload that the record knows (the same entity tag), it may make that upload's renditions again.
    /// </summary>
    public static EventOrder Compare(ImageEvent @event, ImageRecord? record)
    {
        var incoming = @event.Detail.Object;
        if (record is null || (incoming.Sequencer is null && record.Sequencer is null))
        {
            return EventOrder.Newer;
        }

        if (incoming.Sequencer is null)
        {
            var isSameUpload = record.Status != ImageStatus.Deleted && incoming.ETag is not null && incoming.ETag == record.ETag;
            return isSameUpload ? EventOrder.Same : EventOrder.Older;
        }

        return Sequencer.Compare(incoming.Sequencer, record.Sequencer) switch
        {
            < 0 => EventOrder.Older,
            0 => EventOrder.Same,
            _ => EventOrder.Newer,
        };
    }
}
