using Pipeline.Core.Events;

namespace Pipeline.Core.Catalogue;

/// <summary>How an event stands to the newest one that a record knows.</summary>
public enum EventOrder
{
    /// <summary>The record knows a newer one: this one loses.</summary>
    Older,

    /// <summary>Another delivery of the newest one, or a backfill of the same upload.</summary>
    Same,

    /// <summary>This one wins.</summary>
    Newer,
}

public static class EventOrders
{
    /// <summary>
    /// Events of one key are ordered by sequencer. A backfill has none: it never beats an event that has one, but where
    /// it names the very upload that the record knows (the same entity tag) it may make that upload's renditions anew.
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
