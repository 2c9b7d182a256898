using System.Collections.Concurrent;

namespace Pipeline.Host.Console.Live;

/// <summary>Sends events to all open pages. It never waits for a slow page; such a page gets a reset and reads everything again.</summary>
internal sealed class LiveHub
{
    private readonly ConcurrentDictionary<LiveSubscription, bool> _subscriptions = new();

    /// <param name="execution">Name of the execution whose history the page follows; null for none.</param>
    public LiveSubscription Subscribe(string? execution)
    {
        var subscription = new LiveSubscription(execution, closed => _subscriptions.TryRemove(closed, out _));
        _subscriptions[subscription] = true;
        return subscription;
    }

    /// <summary>Whether any page follows the history of an execution.</summary>
    public bool HasSubscriber(string execution) => _subscriptions.Keys.Any(subscription => subscription.Execution == execution);

    /// <summary>Sends an event to all pages.</summary>
    /// <param name="name">Name of the event.</param>
    /// <param name="data">Creates its JSON. Called only if there is a page to send it to.</param>
    public void Publish(string name, Func<string> data) => Publish(name, data, _ => true);

    /// <summary>Sends an event to the pages that follow an execution.</summary>
    public void PublishTo(string execution, string name, Func<string> data) =>
        Publish(name, data, subscription => subscription.Execution == execution);

    private void Publish(string name, Func<string> data, Func<LiveSubscription, bool> isWanted)
    {
        LiveEvent? liveEvent = null;
        foreach (var subscription in _subscriptions.Keys.Where(isWanted))
        {
            subscription.Offer(liveEvent ??= new(name, data()));
        }
    }
}
