using System.Collections.Concurrent;

namespace Pipeline.Host.Console.Live;

/// <summary>Hands what happens to every page that is open. Nobody waits for a slow one: it is told to read everything anew.</summary>
internal sealed class LiveHub
{
    private readonly ConcurrentDictionary<LiveSubscription, bool> _subscriptions = new();

    /// <param name="execution">Name of the execution whose history is wanted, too; null: of none.</param>
    public LiveSubscription Subscribe(string? execution)
    {
        var subscription = new LiveSubscription(execution, closed => _subscriptions.TryRemove(closed, out _));
        _subscriptions[subscription] = true;
        return subscription;
    }

    /// <summary>Whether anybody follows the history of an execution: what nobody reads need not be made.</summary>
    public bool HasSubscriber(string execution) => _subscriptions.Keys.Any(subscription => subscription.Execution == execution);

    /// <summary>To everybody.</summary>
    /// <param name="name">Name of the event.</param>
    /// <param name="data">Its JSON, made only where somebody listens.</param>
    public void Publish(string name, Func<string> data) => Publish(name, data, _ => true);

    /// <summary>To those who follow an execution.</summary>
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
