using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Compares the order of events. The branches of a Parallel run concurrently, so the order of their events is ignored.
/// ParallelStateSucceeded is ignored too, because the recordings sort these events and omit it.
/// </summary>
internal static class EventOrderComparer
{
    /// <summary>Finds the first difference; null if the orders are equal.</summary>
    public static string? FindDifference(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var (normalisedExpected, normalisedActual) = (Normalise(expected), Normalise(actual));
        if (normalisedExpected.SequenceEqual(normalisedActual))
        {
            return null;
        }

        var position = normalisedExpected.Zip(normalisedActual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"events: at position {position} expected {normalisedExpected.ElementAtOrDefault(position) ?? "the end"}, "
            + $"got {normalisedActual.ElementAtOrDefault(position) ?? "the end"}; expected {string.Join(' ', expected)}; got {string.Join(' ', actual)}";
    }

    private static List<string> Normalise(IReadOnlyList<string> types)
    {
        var normalised = new List<string>();
        var (depth, start) = (0, 0);
        foreach (var type in types.Where(type => type != EventTypes.ParallelStateSucceeded))
        {
            if (type is "ParallelStateExited" or EventTypes.ParallelStateFailed && depth > 0 && --depth == 0)
            {
                normalised.Sort(start, normalised.Count - start, StringComparer.Ordinal);
            }

            normalised.Add(type);
            if (type == EventTypes.ParallelStateStarted && depth++ == 0)
            {
                start = normalised.Count;
            }
        }

        return normalised;
    }
}
