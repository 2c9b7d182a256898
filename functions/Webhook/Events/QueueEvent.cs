using System.Globalization;
using System.Text.Json.Serialization;

namespace Pipeline.Webhook.Events;

/// <summary>What Lambda sends for messages of a queue, without the members that the function does not need.</summary>
/// <param name="Records">Up to ten messages.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">AWS Lambda Developer Guide, "Using Lambda with Amazon SQS"</seealso>
public sealed record QueueEvent([property: JsonPropertyName("Records")] IReadOnlyList<QueueMessage> Records);

/// <param name="MessageId">Id of the message in its queue.</param>
/// <param name="ReceiptHandle">Handle of this receipt, which changes the message's visibility.</param>
/// <param name="Body">The announcement: the subscription delivers it without SNS's envelope.</param>
/// <param name="Attributes">Attributes of SQS.</param>
/// <param name="EventSourceArn">ARN of the queue.</param>
public sealed record QueueMessage(
    string MessageId, string ReceiptHandle, string Body, IReadOnlyDictionary<string, string> Attributes, [property: JsonPropertyName("eventSourceARN")] string EventSourceArn)
{
    private const string ReceiveCount = "ApproximateReceiveCount";

    /// <summary>Number of this attempt, from 1.</summary>
    [JsonIgnore]
    public int Attempt => Attributes.TryGetValue(ReceiveCount, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : 1;
}

/// <summary>The messages that stay in the queue (<c>ReportBatchItemFailures</c>). Lambda deletes the others.</summary>
public sealed record QueueResponse(IReadOnlyList<QueueItemFailure> BatchItemFailures);

/// <param name="ItemIdentifier">Id of the message.</param>
public sealed record QueueItemFailure(string ItemIdentifier);
