using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Deployment;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Webhook;

/// <summary>From the topic to the receiver, on an emulator of SNS and SQS.</summary>
[Collection(Emulated.ByFauxqs)]
public sealed partial class WebhookQueueTests(Fauxqs fauxqs)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly BasicAWSCredentials Credentials = new("test", "test");

    [Fact]
    public async Task AnnouncementGoesFromItsTopicToItsReceiverAndWaitsBetweenAttempts()
    {
        fauxqs.SkipIfUnavailable();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(503);
        using var http = new HttpClient();
        using var sqs = new AmazonSQSClient(Credentials, new AmazonSQSConfig { ServiceURL = fauxqs.Address, AuthenticationRegion = "us-east-1" });
        var queue = (await sqs.CreateQueueAsync(new CreateQueueRequest($"pipeline-webhook-success-{WebhookQueueNames.HashOf(receiver.Url)}-0a1b2c3") { Attributes = new() { ["VisibilityTimeout"] = "1" } })).QueueUrl;
        var queueArn = (await sqs.GetQueueAttributesAsync(queue, ["QueueArn"])).QueueARN;
        var topic = TopicArn().Match(await CallSnsAsync(http, ("Action", "CreateTopic"), ("Name", $"success-{Guid.NewGuid():N}"))).Groups[1].Value;
        await CallSnsAsync(
            http, ("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", queueArn),
            ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"));
        await using var function = await WebhookFunctionUnderTest.StartAsync(
            AwsJsonService.Sqs with { Endpoint = new(fauxqs.Address) }, Secret, new(AllowsLoopback: true, AllowsPrivate: false), receiver.Url);

        await new SnsFailureAnnouncer(http, Credentials, topic, TimeProvider.System, new(fauxqs.Address))
            .AnnounceAsync(new("failed", "uploads/a.jpg", "arn:aws:states:::execution:1", Error: "Error", Cause: "Cause"), CancellationToken.None);
        Assert.NotEmpty(await ReceiveAsync(seconds: 10));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Empty(await ReceiveAsync(seconds: 0));
        Assert.Empty(await ReceiveAsync(seconds: 10));

        Assert.Equal(2, receiver.Deliveries.Count);
        Assert.All(receiver.Deliveries, delivery => Assert.Equal("uploads/a.jpg", (string?)delivery.Json["imageId"]));
        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Headers["webhook-id"]).Distinct());
        Assert.Contains("attempt 1", (string?)function.Lines.Read()[0]["warning"], StringComparison.Ordinal);

        // What Lambda does.
        async Task<IReadOnlyList<string>> ReceiveAsync(int seconds)
        {
            var received = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { WaitTimeSeconds = seconds, MessageSystemAttributeNames = ["ApproximateReceiveCount"] })).Messages;
            if (received is not [var message])
            {
                return [];
            }

            var sent = WebhookFunctionUnderTest.CreateMessage(message.MessageId, queueArn, message.Body, int.Parse(message.Attributes["ApproximateReceiveCount"], System.Globalization.CultureInfo.InvariantCulture));
            sent["receiptHandle"] = message.ReceiptHandle;
            var failed = await function.CallAsync(sent);
            if (failed.Count == 0)
            {
                await sqs.DeleteMessageAsync(queue, message.ReceiptHandle);
            }

            return failed;
        }
    }

    private async Task<string> CallSnsAsync(HttpClient http, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("Version", "2010-03-31"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var response = await http.PostAsync(new Uri(fauxqs.Address), form);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    [GeneratedRegex("<TopicArn>([^<]+)</TopicArn>")]
    private static partial Regex TopicArn();
}
