namespace Pipeline.Benchmarks.Measuring;

/// <summary>What is said of a row of measurements.</summary>
internal static class Statistics
{
    /// <exception cref="ArgumentException">There is nothing to take the median of.</exception>
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

    /// <summary>The median of the ratios run by run: what slows both sides of one run alike leaves it alone.</summary>
    /// <exception cref="ArgumentException">The runs are not paired.</exception>
    public static double MedianRatio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => ours.Count == theirs.Count
        ? Median([.. ours.Zip(theirs, (our, their) => our / their)])
        : throw new ArgumentException($"{ours.Count} runs cannot be paired with {theirs.Count}.", nameof(theirs));

    /// <summary>
    /// Exponent of growth: the slope of the least-squares line through the logarithms. 1 is linear; a fixed cost at the
    /// small end makes it less, so it says what grows faster than linear and nothing about what costs much.
    /// </summary>
    /// <param name="points">Size and cost, both above 0, of at least two different sizes.</param>
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
