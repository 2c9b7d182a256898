namespace Pipeline.Core.Webhooks;

/// <summary>When a deployed stack tries a delivery again: after 5 s, 20 s, 80 s and so on, up to 6 h, over a day in all.</summary>
public static class WebhookRetries
{
    /// <summary>Attempts of one delivery. What fails so often goes to the dead-letter queue.</summary>
    public const int MaxAttempts = 11;

    private const double Factor = 4;

    private const double JitterShare = 0.2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(6);

    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the receiver asked for; null if it asked for nothing.</param>
    /// <param name="random">Spreads retries, so that not all come at once.</param>
    /// <returns>Zero after the last attempt, because nothing is left to wait for.</returns>
    public static TimeSpan GetDelay(int attempt, TimeSpan? retryAfter, Random random)
    {
        if (attempt >= MaxAttempts)
        {
            return TimeSpan.Zero;
        }

        var seconds = Math.Min(FirstDelay.TotalSeconds * Math.Pow(Factor, attempt - 1), MaxDelay.TotalSeconds);
        var delay = TimeSpan.FromSeconds(seconds * (1 - (JitterShare * random.NextDouble())));
        return retryAfter > delay ? retryAfter.Value : delay;
    }
}
