namespace Pipeline.Core.Webhooks;

/// <summary>What became of one attempt.</summary>
public enum WebhookOutcome
{
    /// <summary>The receiver took it: the response has status 2xx.</summary>
    Delivered,

    /// <summary>Another attempt may succeed.</summary>
    Failed,

    /// <summary>The receiver wants no more: the response has status 410.</summary>
    Gone,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Error">What went wrong, without the address, such as <c>responded with 503 Service Unavailable</c>; null if it was delivered.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null if it does not say.</param>
public sealed record WebhookResult(WebhookOutcome Outcome, string? Error = null, TimeSpan? RetryAfter = null);
