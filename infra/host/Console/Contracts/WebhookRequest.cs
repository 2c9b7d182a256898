namespace Pipeline.Host.Console.Contracts;

/// <param name="Url">http or https; null: no address.</param>
internal sealed record WebhookRequest(string? Url);
