using Pipeline.Core.Catalogue;
using Pipeline.Testing.Events;

namespace Pipeline.Tests.Core.Catalogue;

public sealed class EventOrderTests
{
    [Fact]
    public void FirstEventOfAnImageWins() => Assert.Equal(EventOrder.Newer, EventOrders.Compare(ImageEvents.Created("a", "1"), null));

    [Theory]
    [InlineData("0A", "0B", EventOrder.Older)]
    [InlineData("0B", "0B", EventOrder.Same)]
    [InlineData("0C", "0B", EventOrder.Newer)]
    [InlineData("0C", null, EventOrder.Newer)]
    [InlineData(null, "0B", EventOrder.Older)]
    [InlineData(null, null, EventOrder.Newer)]
    public void SequencersDecideTheOrder(string? incoming, string? known, EventOrder expected) =>
        Assert.Equal(expected, EventOrders.Compare(ImageEvents.Created("a", incoming, "other"), Record(known)));

    [Fact]
    public void BackfillOfTheSameUploadCountsAsTheSame() =>
        Assert.Equal(EventOrder.Same, EventOrders.Compare(ImageEvents.Created("a", null, "etag"), Record("0B")));

    [Fact]
    public void BackfillNeverBringsBackADeletedImage() =>
        Assert.Equal(EventOrder.Older, EventOrders.Compare(ImageEvents.Created("a", null, "etag"), Record("0B") with { Status = ImageStatus.Deleted }));

    private static ImageRecord Record(string? sequencer)
    {
        var transition = new Transition(ImageEvents.Created("a", sequencer, "etag"), "execution", DateTimeOffset.UnixEpoch);
        return transition.RecordFailure(null, ImageStatus.Failed, new("x", "y")).Record;
    }
}
