using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;

namespace Pipeline.Aws;

/// <summary>Hides messages of queues that were received, until they are to be tried again.</summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="credentials">Credentials of the function's role.</param>
/// <param name="time">Clock.</param>
/// <param name="service">SQS; tests set its address.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html"/>
public sealed class MessageVisibility(HttpClient http, AWSCredentials credentials, TimeProvider time, AwsJsonService? service = null)
{
    private readonly AwsJsonService _service = service ?? AwsJsonService.Sqs;

    /// <summary>Hides a message from now on.</summary>
    /// <param name="queueArn">ARN of its queue.</param>
    /// <param name="receiptHandle">Handle of the last receipt.</param>
    /// <param name="duration">For how long, up to 12 hours.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AmazonServiceException">SQS refused.</exception>
    public async Task HideAsync(string queueArn, string receiptHandle, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (region, account, name) = queueArn.Split(':') is [_, _, _, { Length: > 0 } found, var owner, { } last] ? (RegionEndpoint.GetBySystemName(found), owner, last)
            : throw new ArgumentException($"'{queueArn}' is not the ARN of a queue.", nameof(queueArn));
        await new AwsJsonClient(http, _service, region, credentials, time).CallAsync("ChangeMessageVisibility", new JsonObject
        {
            ["QueueUrl"] = new Uri(_service.FindEndpoint(region), $"/{account}/{name}").ToString(),
            ["ReceiptHandle"] = receiptHandle,
            ["VisibilityTimeout"] = (int)Math.Ceiling(duration.TotalSeconds),
        }, cancellationToken);
    }
}
