using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Deployment;

/// <summary>
/// The name of the queue of a webhook contains a hash of its URL, by which the function finds the URL. The name itself must not contain it: names are
/// in logs and consoles, and URLs may contain a secret.
/// </summary>
public static class WebhookQueueNames
{
    private const int HashLength = 12;

    /// <summary>Hash of a URL: hex digits.</summary>
    public static string HashOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))[..HashLength];

    /// <summary>Finds the URL of a queue.</summary>
    /// <param name="queueArn">ARN of the queue, which ends in its name.</param>
    /// <param name="urls">URLs of all webhooks.</param>
    /// <returns>Null if the queue belongs to none of them.</returns>
    public static string? FindUrl(string queueArn, IEnumerable<string> urls) =>
        queueArn.Split(':')[^1].Split('-') is var parts ? urls.FirstOrDefault(url => parts.Contains(HashOf(url))) : null;
}
