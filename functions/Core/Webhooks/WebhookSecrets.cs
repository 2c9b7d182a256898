using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Webhooks;

/// <summary>
/// The secrets that sign deliveries. There are several while one replaces another: a delivery then has a signature by each, and a receiver that
/// knows one of them accepts it.
/// </summary>
public sealed class WebhookSecrets
{
    /// <summary>Bounds of a secret in bytes. Source: Standard Webhooks, "Signature scheme".</summary>
    public const int MinBytes = 24, MaxBytes = 64;

    /// <summary>Maximum number of secrets.</summary>
    public const int MaxCount = 5;

    private const string Prefix = "whsec_";

    /// <summary>Version of the scheme: HMAC-SHA256.</summary>
    private const string Version = "v1";

    private readonly IReadOnlyList<byte[]> _keys;

    private WebhookSecrets(IReadOnlyList<byte[]> keys) => _keys = keys;

    /// <summary>No secret: deliveries have no signature.</summary>
    public static WebhookSecrets None { get; } = new([]);

    /// <summary>Number of secrets.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads secrets, separated by white space. The order does not matter.</summary>
    /// <exception cref="InvalidWebhookSecretException">There is none, there are too many, or one is not valid.</exception>
    public static WebhookSecrets Parse(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length switch
        {
            0 => throw new InvalidWebhookSecretException("The webhook secret is empty."),
            > MaxCount => throw new InvalidWebhookSecretException($"There are {parts.Length} webhook secrets; {MaxCount} are allowed."),
            _ => new([.. parts.Select(ParseOne)]),
        };
    }

    /// <summary>Signs a delivery: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.</summary>
    /// <param name="id">Id of the announcement.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">Body of the request.</param>
    /// <returns>The value of the header <see cref="WebhookHeaders.Signature"/>; null without secrets.</returns>
    public string? Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        if (_keys.Count == 0)
        {
            return null;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', _keys.Select(key => $"{Version},{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    private static byte[] ParseOne(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new InvalidWebhookSecretException($"A webhook secret does not begin with {Prefix}.");
        }

        if (!Base64.IsValid(secret.AsSpan(Prefix.Length), out var length))
        {
            throw new InvalidWebhookSecretException("A webhook secret is not in base64.");
        }

        return length is >= MinBytes and <= MaxBytes
            ? Convert.FromBase64String(secret[Prefix.Length..])
            : throw new InvalidWebhookSecretException($"A webhook secret has {length} bytes.");
    }
}
