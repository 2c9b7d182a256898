using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Counts the outcomes of executions.</summary>
internal sealed class OutcomeCounts
{
    /// <summary>Stands for all reasons beyond the first 100. Without a limit there could be any number, because definitions choose their error names.</summary>
    public const string Other = "other";

    private const int MaxReasons = 100;

    private readonly Dictionary<(string Outcome, string? Reason), long> _counts = [];

    public void Add(string outcome, string? reason)
    {
        var key = (outcome, reason);
        if (!_counts.ContainsKey(key) && _counts.Count >= MaxReasons)
        {
            key = (outcome, reason is null ? null : Other);
        }

        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Outcomes, most frequent first.</summary>
    public IReadOnlyList<OutcomeNumbers> Read() =>
        [.. _counts.Select(pair => new OutcomeNumbers(pair.Key.Outcome, pair.Key.Reason, pair.Value))
            .OrderByDescending(numbers => numbers.Count).ThenBy(numbers => numbers.Outcome, StringComparer.Ordinal).ThenBy(numbers => numbers.Reason, StringComparer.Ordinal)];
}
