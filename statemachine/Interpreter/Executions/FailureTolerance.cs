using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.Executions;

/// <summary>Decides whether too many items of a Map Run have failed.</summary>
internal static class FailureTolerance
{
    /// <param name="failed">Number of items that failed.</param>
    /// <param name="total">Number of items.</param>
    public static bool IsExceeded(MapRunSettings settings, long failed, long total) =>
        failed > 0 && (settings is { ToleratedFailureCount: null, ToleratedFailurePercentage: null }
            || failed > (settings.ToleratedFailureCount ?? long.MaxValue)
            || failed * 100.0 / Math.Max(total, failed) > (settings.ToleratedFailurePercentage ?? 100));
}
