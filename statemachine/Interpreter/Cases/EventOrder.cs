namespace Pipeline.Interpreter;

/// <summary>
/// Compares the order of events. Branches of a Parallel run side by side, so within one their events count as a set:
/// recordings sort them, and leave out ParallelStateSucceeded while they do.
/// </summary>
internal static class EventOrder
{
    /// <summary>Null when the orders agree; else where they part.</summary>
    public static string? Difference(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var (wanted, got) = (Settle(expected), Settle(actual));
        if (wanted.SequenceEqual(got))
        {
            return null;
        }

        var at = wanted.Zip(got).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"events: at position {at} expected {wanted.ElementAtOrDefault(at) ?? "the end"}, "
            + $"got {got.ElementAtOrDefault(at) ?? "the end"}; expected {string.Join(' ', expected)}; got {string.Join(' ', actual)}";
    }

    private static List<string> Settle(IReadOnlyList<string> types)
    {
        var settled = new List<string>();
        var (depth, start) = (0, 0);
        foreach (var type in types.Where(type => type != EventTypes.ParallelStateSucceeded))
        {
            if (type is "ParallelStateExited" or EventTypes.ParallelStateFailed && depth > 0 && --depth == 0)
            {
                settled.Sort(start, settled.Count - start, StringComparer.Ordinal);
            }

            settled.Add(type);
            if (type == EventTypes.ParallelStateStarted && depth++ == 0)
            {
                start = settled.Count;
            }
        }

        return settled;
    }
}
