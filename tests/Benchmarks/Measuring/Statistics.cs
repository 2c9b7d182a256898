namespace Pipeline.Benchmarks.Measuring;

/// <summary>Statistics of measurements.</summary>
internal static class Statistics
{
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("The median of no values is not defined.", nameof(values));
        }

        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of the ratios of paired runs, which a slowdown of both runs of a pair does not change.</summary>
    /// <exception cref="ArgumentException">The two lists differ in length.</exception>
    public static double MedianRatio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => ours.Count == theirs.Count
        ? Median([.. ours.Zip(theirs, (our, their) => our / their)])
        : throw new ArgumentException($"{ours.Count} runs cannot be paired with {theirs.Count}.", nameof(theirs));

    /// <summary>
    /// The exponent of growth: the slope of the least-squares line through the logarithms. 1 is linear. Fixed costs make it smaller, so
    /// it shows growth faster than linear, but not how high a cost is.
    /// </summary>
    /// <param name="points">Sizes and costs, all above 0, with at least two different sizes.</param>
    /// <exception cref="ArgumentException">A size or cost is not above 0, or there are fewer than two sizes.</exception>
    public static double GrowthExponent(IReadOnlyList<(double Size, double Cost)> points)
    {
        if (points.Select(point => point.Size).Distinct().Count() < 2 || points.Any(point => point.Size <= 0 || point.Cost <= 0))
        {
            throw new ArgumentException("Growth needs positive costs of at least two different sizes.", nameof(points));
        }

        var logs = points.Select(point => (X: Math.Log(point.Size), Y: Math.Log(point.Cost))).ToArray();
        var (meanX, meanY) = (logs.Average(point => point.X), logs.Average(point => point.Y));
        return logs.Sum(point => (point.X - meanX) * (point.Y - meanY)) / logs.Sum(point => (point.X - meanX) * (point.X - meanX));
    }
}
