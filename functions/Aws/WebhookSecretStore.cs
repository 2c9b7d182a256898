using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Core.Webhooks;

namespace Pipeline.Aws;

/// <summary>
/// Reads the secrets of webhooks from a parameter of Systems Manager or a secret of Secrets Manager, whose text is the secrets, and keeps them for
/// some minutes. If they cannot be read again, it goes on with those that it has for an hour.
/// </summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="credentials">Credentials of the function's role.</param>
/// <param name="arn">ARN of the parameter or the secret.</param>
/// <param name="time">Clock.</param>
/// <param name="parameters">Systems Manager; tests set its address.</param>
/// <param name="secrets">Secrets Manager; tests set its address.</param>
public sealed class WebhookSecretStore(
    HttpClient http, AWSCredentials credentials, string arn, TimeProvider time, AwsJsonService? parameters = null, AwsJsonService? secrets = null) : IDisposable
{
    /// <summary>How long secrets are kept: how long a new one takes to be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long secrets are used if they cannot be read again.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);

    private WebhookSecrets? _secrets;
    private DateTimeOffset _readAt;

    /// <exception cref="AmazonServiceException">They cannot be read.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The service did not respond in time.</exception>
    /// <exception cref="InvalidWebhookSecretException">What was read is no secret.</exception>
    public async Task<WebhookSecrets> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_secrets is { } current && now - _readAt < Lifetime)
            {
                return current;
            }

            _secrets = WebhookSecrets.Parse(await ReadAsync(cancellationToken));
            _readAt = now;
            return _secrets;
        }
        catch (Exception exception) when (_secrets is not null && time.GetUtcNow() - _readAt < MaxAge
            && !cancellationToken.IsCancellationRequested && exception is AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            return _secrets;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var parts = arn.Split(':');
        if (parts is not [_, _, "ssm" or "secretsmanager", { Length: > 0 } region, ..])
        {
            throw new ArgumentException($"'{arn}' is the ARN of neither a parameter nor a secret.");
        }

        var isParameter = parts[2] == "ssm";
        var client = new AwsJsonClient(
            http, isParameter ? parameters ?? AwsJsonService.Parameters : secrets ?? AwsJsonService.Secrets, RegionEndpoint.GetBySystemName(region), credentials, time);
        return isParameter
            ? (string)(await client.CallAsync("GetParameter", new JsonObject { ["Name"] = arn, ["WithDecryption"] = true }, cancellationToken))["Parameter"]!["Value"]!
            : (string?)(await client.CallAsync("GetSecretValue", new JsonObject { ["SecretId"] = arn }, cancellationToken))["SecretString"] ?? "";
    }
}
