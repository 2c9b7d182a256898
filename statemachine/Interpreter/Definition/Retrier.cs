using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>An entry of <c>Retry</c>.</summary>
/// <param name="MaxDelay">The longest wait between attempts; null for no limit.</param>
/// <param name="HasFullJitter"><c>JitterStrategy: FULL</c>: the delay is drawn evenly from zero to the full delay.</param>
internal sealed record Retrier(
    IReadOnlyList<string> ErrorEquals, TimeSpan Interval, double BackoffRate, int MaxAttempts, TimeSpan? MaxDelay, bool HasFullJitter)
{
    public bool Matches(string? error) => ErrorEquals.Any(pattern => ErrorNames.Matches(pattern, error));

    /// <summary>Computes the wait before a retry.</summary>
    /// <param name="attempt">0 for the first retry of this retrier.</param>
    /// <param name="random">Draws the jitter.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Jitter is not a secret.")]
    public TimeSpan GetDelay(int attempt, Random random)
    {
        var maxSeconds = (MaxDelay ?? TimeSpan.FromDays(366)).TotalSeconds;
        var seconds = Math.Min(Interval.TotalSeconds * Math.Pow(BackoffRate, attempt), maxSeconds);
        return TimeSpan.FromSeconds(HasFullJitter ? random.NextDouble() * seconds : seconds);
    }
}

/// <summary>An entry of <c>Catch</c>.</summary>
internal sealed record Catcher(IReadOnlyList<string> ErrorEquals, string Next, ResultPath ResultPath, ObjectTemplate? Assign)
{
    public bool Matches(string? error) => ErrorEquals.Any(pattern => ErrorNames.Matches(pattern, error));
}
