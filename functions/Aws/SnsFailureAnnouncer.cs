using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Reconciliation;

namespace Pipeline.Aws;

/// <summary>
/// Publishes failures to an SNS topic, in the form in which the state machine does. SNS has no idempotent publishing, so a retry after a lost
/// response may deliver an announcement twice.
/// </summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="credentials">Credentials of the function's role.</param>
/// <param name="topic">ARN of the topic, which also names the region.</param>
/// <param name="time">Clock.</param>
/// <param name="endpoint">Address of SNS; null for that of the topic's region.</param>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"/>
public sealed class SnsFailureAnnouncer(HttpClient http, AWSCredentials credentials, string topic, TimeProvider time, Uri? endpoint = null) : IFailureAnnouncer
{
    private const int MaxAttempts = 4;

    private const string ContentType = "application/x-www-form-urlencoded";

    private readonly SignatureV4 _signature = new("sns", RegionOf(topic));
    private readonly Uri _endpoint = endpoint ?? FindEndpoint(RegionOf(topic));

    /// <inheritdoc/>
    /// <exception cref="TopicException">SNS refused the announcement, or did not answer four times.</exception>
    public async Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var body = await CreateBodyAsync(announcement, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            if (await TryPublishAsync(body, isLast: attempt == MaxAttempts, cancellationToken))
            {
                return;
            }

            // 0.2, 0.8 and 3.2 seconds.
            await Task.Delay(TimeSpan.FromSeconds(0.05 * Math.Pow(4, attempt)), time, cancellationToken);
        }
    }

    private async Task<byte[]> CreateBodyAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("Action", "Publish"),
            new("Version", "2010-03-31"),
            new("TopicArn", topic),
            new("Message", JsonSerializer.Serialize(announcement, PipelineJson.Default.Announcement)),
        };
        AddAttribute(1, "outcome", announcement.Outcome);
        AddAttribute(2, "bucket", ImageIds.BucketOf(announcement.ImageId));
        using var form = new FormUrlEncodedContent(fields);
        return await form.ReadAsByteArrayAsync(cancellationToken);

        void AddAttribute(int number, string name, string value) => fields.AddRange(
        [
            new($"MessageAttributes.entry.{number}.Name", name),
            new($"MessageAttributes.entry.{number}.Value.DataType", "String"),
            new($"MessageAttributes.entry.{number}.Value.StringValue", value),
        ]);
    }

    /// <returns>False if another attempt may help.</returns>
    private async Task<bool> TryPublishAsync(byte[] body, bool isLast, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        _signature.Sign(request, body, await credentials.GetCredentialsAsync(), time.GetUtcNow());
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            var problem = await response.Content.ReadAsStringAsync(cancellationToken);
            return !isLast && IsTransient(response.StatusCode, problem) ? false : throw new TopicException(topic, $"{(int)response.StatusCode} {problem}");
        }
        catch (HttpRequestException exception)
        {
            return isLast ? throw new TopicException(topic, exception.Message, exception) : false;
        }
    }

    private static bool IsTransient(HttpStatusCode status, string problem) =>
        status >= HttpStatusCode.InternalServerError || status == HttpStatusCode.TooManyRequests || problem.Contains("Thrott", StringComparison.Ordinal);

    private static string RegionOf(string topic) => topic.Split(':') is [_, _, _, { Length: > 0 } region, ..]
        ? region
        : throw new ArgumentException($"'{topic}' is not the ARN of a topic.", nameof(topic));

    private static Uri FindEndpoint(string region) => new($"https://sns.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/");
}
