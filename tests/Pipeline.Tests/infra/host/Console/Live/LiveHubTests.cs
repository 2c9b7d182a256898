using Pipeline.Host.Console.Live;

namespace Pipeline.Tests.Host.Console.Live;

public sealed class LiveHubTests
{
    private readonly LiveHub _hub = new();

    [Fact]
    public async Task EverySubscriberGetsEveryEventInOrder()
    {
        using var first = _hub.Subscribe(null);
        using var second = _hub.Subscribe("e1");

        _hub.Publish("execution", () => "1");
        _hub.Publish("execution", () => "2");

        Assert.Equal(["1", "2"], await TakeAsync(first, 2));
        Assert.Equal(["1", "2"], await TakeAsync(second, 2));
    }

    [Fact]
    public async Task HistoryGoesOnlyToFollowersOfTheExecution()
    {
        using var follower = _hub.Subscribe("e1");
        using var other = _hub.Subscribe("e2");

        _hub.PublishTo("e1", "history", () => "h");
        _hub.Publish("image", () => "i");

        Assert.Equal(["h", "i"], await TakeAsync(follower, 2));
        Assert.Equal(["i"], await TakeAsync(other, 1));
    }

    [Fact]
    public async Task SlowSubscriberGetsAResetEvent()
    {
        using var slow = _hub.Subscribe(null);
        for (var i = 0; i < 1_500; i++)
        {
            var number = i;
            _hub.Publish("execution", () => $"{number}");
        }

        var events = new List<LiveEvent>();
        await foreach (var published in slow.ReadAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None))
        {
            events.Add(published!.Value);
            if (published.Value.Name == "reset")
            {
                break;
            }
        }

        Assert.Equal(1_001, events.Count);
        Assert.Equal("999", events[^2].Data);
    }

    [Fact]
    public void EventWithoutSubscribersIsNotCreated()
    {
        using (_hub.Subscribe(null))
        {
        }

        _hub.Publish("execution", () => throw new InvalidOperationException("Somebody still listens."));
        Assert.False(_hub.HasSubscriber("e1"));
    }

    [Fact]
    public async Task QuietPeriodYieldsNull()
    {
        using var subscription = _hub.Subscribe(null);

        await foreach (var published in subscription.ReadAsync(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None))
        {
            Assert.Null(published);
            break;
        }
    }

    private static async Task<List<string>> TakeAsync(LiveSubscription subscription, int count)
    {
        var taken = new List<string>();
        await foreach (var published in subscription.ReadAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None))
        {
            taken.Add(published!.Value.Data);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
