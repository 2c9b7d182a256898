namespace Pipeline.Core.Webhooks;

/// <summary>Headers of a delivery, as Standard Webhooks 1.0.0 names them, so that its libraries can verify it.</summary>
/// <seealso href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</seealso>
public static class WebhookHeaders
{
    /// <summary>Id of the announcement: the same in every attempt, so that a receiver can ignore what it has already handled.</summary>
    public const string Id = "webhook-id";

    /// <summary>When the attempt was made, in seconds since 1970. Receivers refuse old ones, so that nobody can replay a delivery.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>The signatures, separated by spaces: one for each secret. Absent if the host has no secret.</summary>
    public const string Signature = "webhook-signature";
}
