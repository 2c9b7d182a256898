namespace Pipeline.Core.Webhooks;

/// <summary>A secret of webhooks cannot be used. The message does not contain it.</summary>
public sealed class InvalidWebhookSecretException(string problem)
    : Exception($"{problem} A secret is whsec_ and {WebhookSecrets.MinBytes} to {WebhookSecrets.MaxBytes} random bytes in base64, such as echo \"whsec_$(openssl rand -base64 32)\" prints. "
        + "Separate several by spaces.");
