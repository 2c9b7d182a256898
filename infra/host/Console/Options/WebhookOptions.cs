using Pipeline.Core.Webhooks;

namespace Pipeline.Host.Console.Options;

/// <summary>How announcements are sent.</summary>
/// <param name="Addresses">Where they may go.</param>
/// <param name="Secrets">What signs them.</param>
public sealed record WebhookOptions(AddressRules Addresses, WebhookSecrets Secrets);
