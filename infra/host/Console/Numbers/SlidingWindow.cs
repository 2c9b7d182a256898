namespace Pipeline.Host.Console.Numbers;

/// <summary>Keeps the last <paramref name="capacity"/> values.</summary>
internal sealed class SlidingWindow<T>(int capacity)
{
    /// <summary>Number of visits and executions that percentiles are computed from.</summary>
    public const int DefaultCapacity = 1_000;

    private readonly List<T> _values = [];
    private int _next;

    public int Count => _values.Count;

    /// <summary>The values, in no particular order.</summary>
    public IReadOnlyList<T> Values => _values;

    public void Add(T value)
    {
        if (_values.Count < capacity)
        {
            _values.Add(value);
            return;
        }

        _values[_next] = value;
        _next = (_next + 1) % capacity;
    }
}
