namespace Pipeline.Host.Console.Contracts;

/// <param name="Url">URL that announcements are posted to; null if there is none.</param>
/// <param name="Delivered">Id of the last announcement that was delivered, or that was made before the URL was set.</param>
/// <param name="Pending">Number of announcements that are not yet delivered.</param>
/// <param name="LastError">Error of the last attempt; null if it succeeded. The host retries within a minute.</param>
/// <param name="LastAttempt">Time of the last attempt; null if there has been none since the host started.</param>
internal sealed record WebhookResponse(string? Url, long Delivered, long Pending, string? LastError, DateTimeOffset? LastAttempt);
