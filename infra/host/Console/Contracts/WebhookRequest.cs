namespace Pipeline.Host.Console.Contracts;

/// <param name="Url">URL with scheme http or https; null to remove the webhook.</param>
internal sealed record WebhookRequest(string? Url);
