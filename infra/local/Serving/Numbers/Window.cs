namespace Pipeline.Local.Serving.Numbers;

/// <summary>The last so many of something; older ones are forgotten.</summary>
internal sealed class Window<T>(int capacity)
{
    /// <summary>How many visits and executions percentiles are of.</summary>
    public const int UsualCapacity = 1_000;

    private readonly List<T> _items = [];
    private int _next;

    public int Count => _items.Count;

    /// <summary>In no particular order.</summary>
    public IReadOnlyList<T> Items => _items;

    public void Add(T item)
    {
        if (_items.Count < capacity)
        {
            _items.Add(item);
            return;
        }

        _items[_next] = item;
        _next = (_next + 1) % capacity;
    }
}
