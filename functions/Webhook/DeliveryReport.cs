namespace Pipeline.Webhook;

/// <summary>What became of the messages of one call.</summary>
/// <param name="Failed">Ids of the messages that stay in their queue.</param>
/// <param name="Problems">What went wrong, for the log, with hosts but without the rest of URLs, which may contain secrets.</param>
public sealed record DeliveryReport(IReadOnlyList<string> Failed, IReadOnlyList<string> Problems);
