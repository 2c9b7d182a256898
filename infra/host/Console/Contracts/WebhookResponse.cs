namespace Pipeline.Host.Console.Contracts;

/// <param name="Url">URL that announcements are posted to; null if there is none.</param>
/// <param name="Delivered">Id of the last announcement that was delivered, or that was made before the URL was set.</param>
/// <param name="Pending">Number of announcements that are not yet delivered.</param>
/// <param name="LastError">Error of the last attempt; null if it succeeded, or if the URL is another one now. The host retries within a minute.</param>
/// <param name="LastAttempt">Time of the last attempt; null if there has been none to this URL.</param>
/// <param name="Addresses">The deliveries to each URL, the latest first.</param>
/// <param name="Signed">Whether deliveries have a signature: the host has a secret.</param>
internal sealed record WebhookResponse(
    string? Url, long Delivered, long Pending, string? LastError, DateTimeOffset? LastAttempt, IReadOnlyList<WebhookAddress> Addresses, bool Signed);

/// <param name="Url">The URL.</param>
/// <param name="Delivered">Attempts that delivered an announcement.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="Retried">Attempts after the first of an announcement.</param>
/// <param name="LastError">Error of the last attempt; null if it succeeded, or if another URL was set since. With status 410 the receiver has ended the webhook.</param>
/// <param name="LastAttempt">When the last attempt ended.</param>
internal sealed record WebhookAddress(string Url, long Delivered, long Failed, long Retried, string? LastError, DateTimeOffset LastAttempt);
