namespace Pipeline.Host.Console.Contracts;

/// <param name="Url">Where announcements are posted to; null: nowhere.</param>
/// <param name="Delivered">Id of the last announcement delivered, or made before the address was set.</param>
/// <param name="Pending">How many it has not got yet.</param>
/// <param name="LastError">What the last attempt failed with; null when it did not. It is repeated, at most a minute later.</param>
/// <param name="LastAttempt">When; null before the first since the host's start.</param>
internal sealed record WebhookResponse(string? Url, long Delivered, long Pending, string? LastError, DateTimeOffset? LastAttempt);
