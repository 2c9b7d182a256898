using System.Globalization;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>An order of executions, in which a token can tell the position. Those with the same value are in the order of their numbers.</summary>
internal sealed class ExecutionOrder
{
    private readonly string _name;
    private readonly bool _isAscending;
    private readonly ExecutionSort _sort;

    private ExecutionOrder(ExecutionSort sort, bool isAscending, bool isByNumber)
    {
        (_sort, _isAscending, IsByNumber) = (sort, isAscending, isByNumber);
        Expression = sort switch
        {
            // The text of the indexes of version 8.
            ExecutionSort.Duration => "ifnull(ran_ms, 0)",
            ExecutionSort.Key => "ifnull(image_id, '')",
            _ => isByNumber ? "number" : "started_at",
        };
        var direction = isAscending ? "ASC" : "DESC";
        Sql = isByNumber ? $"number {direction}" : $"{Expression} {direction}, number {direction}";
        _name = isByNumber ? isAscending ? "after" : "before" : $"{sort} {direction}";
    }

    /// <summary>What is sorted by.</summary>
    public string Expression { get; }

    /// <summary>The terms of ORDER BY.</summary>
    public string Sql { get; }

    /// <summary>Whether the numbers alone are the order. Executions are numbered as they start.</summary>
    public bool IsByNumber { get; }

    public static ExecutionOrder Of(ExecutionFilter filter) =>
        // A range of times is found by the index of the times; the numbers alone would not lead there.
        new(filter.Sort, filter.IsAscending, filter is { Sort: ExecutionSort.Start, From: null, Before: null });

    public string CreateToken(long number, object value)
    {
        var position = number.ToString(CultureInfo.InvariantCulture);
        return PageToken.Create(_name, IsByNumber ? position : $"{position} {Convert.ToString(value, CultureInfo.InvariantCulture)}");
    }

    /// <exception cref="ArgumentException">The token belongs to another order.</exception>
    public void AddPosition(string token, List<string> conditions, List<object?> values)
    {
        var (name, position) = PageToken.Parse(token);
        var parts = position.Split(' ', 2);
        object? value = parts.Length < 2 ? null : parts[1];
        if (name != _name || (parts.Length < 2) != IsByNumber || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var number))
        {
            throw CreateException(token);
        }

        if (_sort == ExecutionSort.Duration)
        {
            value = double.TryParse(parts[1], CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : throw CreateException(token);
        }

        values.Add(number);
        var behind = _isAscending ? '>' : '<';
        if (IsByNumber)
        {
            conditions.Add($"number {behind} ${values.Count}");
            return;
        }

        // The first comparison finds the place in the index.
        conditions.Add($"{Expression} {behind}= ${values.Count + 1} AND ({Expression} {behind} ${values.Count + 1} OR number {behind} ${values.Count})");
        values.Add(value);
    }

    private static ArgumentException CreateException(string token) => new($"'{token}' is not a continuation token of this list.", nameof(token));
}
