using System.CommandLine;
using Pipeline.Core.Webhooks;
using Pipeline.Host.Console.Options;
using Pipeline.Local.Serving;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>Where the webhook may lead, and what signs its deliveries.</summary>
internal sealed class WebhookOption
{
    /// <summary>Environment variable of the secrets, because other users of a machine can see command lines.</summary>
    public const string SecretVariable = "PIPELINE_WEBHOOK_SECRET";

    private readonly Option<bool> _allowPrivate = new("--webhook-allow-private")
    {
        Description = $"Let the webhook lead to private networks, and, with --listen, to this machine. {SecretVariable} signs what it sends.",
    };

    public void AddTo(Command command) => command.Options.Add(_allowPrivate);

    /// <param name="result">The command line.</param>
    /// <param name="access">Who may use the host. If it is programs of this machine only, they reach its loopback addresses anyway.</param>
    /// <exception cref="UsageException">The environment variable has no valid secret.</exception>
    public WebhookOptions Read(ParseResult result, HostAccess access)
    {
        var allowsPrivate = result.GetValue(_allowPrivate);
        return new(new(allowsPrivate || !access.IsOpen, allowsPrivate), ReadSecrets());
    }

    private static WebhookSecrets ReadSecrets()
    {
        if (Environment.GetEnvironmentVariable(SecretVariable) is not { Length: > 0 } text)
        {
            return WebhookSecrets.None;
        }

        try
        {
            return WebhookSecrets.Parse(text);
        }
        catch (InvalidWebhookSecretException exception)
        {
            throw new UsageException($"The environment variable {SecretVariable} cannot be used. {exception.Message}");
        }
    }
}
