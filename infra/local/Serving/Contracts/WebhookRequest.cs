namespace Pipeline.Local.Serving.Webhooks;

/// <param name="Url">http or https; null: no address.</param>
internal sealed record WebhookRequest(string? Url);
