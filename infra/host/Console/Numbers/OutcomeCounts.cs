using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>How executions ended.</summary>
internal sealed class OutcomeCounts
{
    /// <summary>Stands for all reasons beyond the first so many: names of errors are anything that a definition has.</summary>
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

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<OutcomeNumbers> Read() =>
        [.. _counts.Select(pair => new OutcomeNumbers(pair.Key.Outcome, pair.Key.Reason, pair.Value))
            .OrderByDescending(one => one.Count).ThenBy(one => one.Outcome, StringComparer.Ordinal).ThenBy(one => one.Reason, StringComparer.Ordinal)];
}
