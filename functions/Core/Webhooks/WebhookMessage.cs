using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Webhooks;

/// <summary>An announcement as webhooks get it.</summary>
public sealed class WebhookMessage
{
    private const int IdBytes = 16;

    private WebhookMessage(string id, byte[] body) => (Id, Body) = (id, body);

    /// <summary>
    /// Id of the announcement. It is a hash of its text, which names execution and outcome. So it stays the same in every attempt, and also if the
    /// announcement itself is published twice, which a service that loses a response does.
    /// </summary>
    public string Id { get; }

    /// <summary>The announcement's JSON, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <param name="announcement">The announcement's JSON.</param>
    public static WebhookMessage Create(string announcement)
    {
        var body = Encoding.UTF8.GetBytes(announcement);
        return new($"msg_{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, IdBytes))}", body);
    }
}
