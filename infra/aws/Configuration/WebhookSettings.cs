using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Webhooks;

namespace Pipeline.Infra.Configuration;

/// <param name="FailureEndpoints">URLs that get failures and alarms by POST.</param>
/// <param name="SuccessEndpoints">URLs that get new renditions and removals by POST.</param>
/// <param name="Secret">Secrets that the stack keeps; null if they are elsewhere.</param>
/// <param name="SecretArn">ARN of a parameter or secret that exists; null if the stack makes one.</param>
/// <param name="SecretKmsKeyArn">Key that encrypts it; null for a key of AWS.</param>
/// <param name="AllowsPrivate">Whether URLs may lead to private addresses.</param>
internal sealed record WebhookSettings(
    IReadOnlyList<string> FailureEndpoints, IReadOnlyList<string> SuccessEndpoints, string? Secret, string? SecretArn, string? SecretKmsKeyArn, bool AllowsPrivate)
{
    /// <summary>Environment variables of a function have 4 KB in all.</summary>
    private const int MaxUrlBytes = 3_000;

    /// <summary>Every URL once.</summary>
    public IReadOnlyList<string> Urls => [.. FailureEndpoints.Concat(SuccessEndpoints).Distinct()];

    /// <summary>The URLs as the function gets them: a JSON array.</summary>
    public string UrlsJson => new JsonArray([.. Urls.Select(url => (JsonNode)url)]).ToJsonString();

    /// <returns>Null if there is no URL.</returns>
    public static WebhookSettings? Read(SettingSource source)
    {
        var settings = new WebhookSettings(
            [.. Settings.FailureEndpoints.Read(source).Distinct()], [.. Settings.SuccessEndpoints.Read(source).Distinct()], Settings.WebhookSecret.Read(source),
            Settings.WebhookSecretArn.Read(source), Settings.WebhookSecretKmsKey.Read(source), Settings.WebhookAllowPrivate.Read(source));
        settings.CheckSecret(source);
        settings.CheckUrls(source);
        return settings.Urls.Count > 0 ? settings : null;
    }

    private void CheckSecret(SettingSource source)
    {
        var (secret, arn) = (Settings.WebhookSecret.Name, Settings.WebhookSecretArn.Name);
        if (Secret is not null && SecretArn is not null)
        {
            source.AddProblem($"{secret} and {arn} are both set; set only one of them");
        }

        if (SecretKmsKeyArn is not null && SecretArn is null)
        {
            source.AddProblem($"{Settings.WebhookSecretKmsKey.Name} is set; it needs {arn}. The parameter of {secret} is encrypted with {Settings.KmsKey.Name}");
        }

        if (Urls.Count > 0 && Secret is null && source.GetText(Settings.WebhookSecretArn) is null)
        {
            source.AddProblem($"{(FailureEndpoints.Count > 0 ? Settings.FailureEndpoints.Name : Settings.SuccessEndpoints.Name)} is set; it needs a secret that signs what is sent: "
                + $"pulumi config set --secret {secret} \"whsec_$(openssl rand -base64 32)\", or {arn}");
        }

        if (Secret is null)
        {
            return;
        }

        try
        {
            WebhookSecrets.Parse(Secret);
        }
        catch (InvalidWebhookSecretException exception)
        {
            source.AddProblem($"{secret} cannot be used: {exception.Message}");
        }
    }

    private void CheckUrls(SettingSource source)
    {
        foreach (var (setting, urls) in new[] { (Settings.FailureEndpoints, FailureEndpoints), (Settings.SuccessEndpoints, SuccessEndpoints) })
        {
            foreach (var url in urls.Where(url => !Uri.TryCreate(url, UriKind.Absolute, out _)))
            {
                source.AddProblem($"{setting.Name} has {url}, which is not a valid URL");
            }

            foreach (var url in urls.Where(url => !AllowsPrivate && !url.StartsWith("https://", StringComparison.Ordinal)))
            {
                source.AddProblem($"{setting.Name} has {url}; it must be an https:// URL unless {Settings.WebhookAllowPrivate.Name} is true");
            }
        }

        if (Encoding.UTF8.GetByteCount(UrlsJson) is var bytes and > MaxUrlBytes)
        {
            source.AddProblem($"{Settings.FailureEndpoints.Name} and {Settings.SuccessEndpoints.Name} have {bytes:N0} bytes in all; {MaxUrlBytes:N0} are allowed");
        }
    }
}
