using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pipeline.Aws;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Tests.Aws.Calls;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Deployment;
using Pipeline.Core.Webhooks;
using Pipeline.Webhook;
using Pipeline.Webhook.Events;

namespace Pipeline.Aws.Tests.Webhook;

/// <summary>The function with its log, and services of AWS that check the signature of every call.</summary>
internal sealed class WebhookFunctionUnderTest : IAsyncDisposable
{
    public const string SecretArn = "arn:aws:ssm:eu-central-1:123456789012:parameter/image-pipeline-dev/webhook-secret";

    private readonly HttpClient _http = new();
    private readonly WebhookSender _sender;
    private readonly WebhookSecretStore _secrets;
    private readonly WebhookFunction _function;

    private WebhookFunctionUnderTest(SignedCallServer queues, SignedCallServer parameters, AwsJsonService? emulatedQueues, AddressRules addresses, IReadOnlyList<string> urls)
    {
        (Queues, Parameters) = (queues, parameters);
        var credentials = new BasicAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey);
        _sender = new(addresses, TimeProvider.System);
        _secrets = new(_http, credentials, SecretArn, TimeProvider.System, parameters.Service);
        _function = new(new(_sender, _secrets, new(_http, credentials, TimeProvider.System, emulatedQueues ?? queues.Service), urls, new Random(1)), Lines.CreateCalls("webhook"));
    }

    public SignedCallServer Queues { get; }

    public SignedCallServer Parameters { get; }

    public LogLines Lines { get; } = new();

    public static Task<WebhookFunctionUnderTest> StartAsync(string secrets, AddressRules addresses, params IReadOnlyList<string> urls) => StartAsync(null, secrets, addresses, urls);

    /// <param name="emulatedQueues">An emulator of SQS; null for a server that only records calls.</param>
    /// <param name="secrets">Text of the parameter.</param>
    /// <param name="addresses">Where webhooks may lead.</param>
    /// <param name="urls">Their URLs.</param>
    public static async Task<WebhookFunctionUnderTest> StartAsync(AwsJsonService? emulatedQueues, string secrets, AddressRules addresses, params IReadOnlyList<string> urls)
    {
        var (queues, parameters) = (await SignedCallServer.StartAsync(AwsJsonService.Sqs), await SignedCallServer.StartAsync(AwsJsonService.Parameters));
        (queues.Body, parameters.Body) = ("", new JsonObject { ["Parameter"] = new JsonObject { ["Value"] = secrets } }.ToJsonString());
        return new(queues, parameters, emulatedQueues, addresses, urls);
    }

    /// <summary>ARN of the queue that the deployment gives a URL.</summary>
    public static string QueueOf(string url) => $"arn:aws:sqs:eu-central-1:123456789012:image-pipeline-dev-webhook-success-{WebhookQueueNames.HashOf(url)}-0a1b2c3";

    /// <summary>A message as Lambda sends it. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".</summary>
    public static JsonObject CreateMessage(string id, string queue, string body, int attempt = 1) => new()
    {
        ["messageId"] = id,
        ["receiptHandle"] = $"receipt of {id}",
        ["body"] = body,
        ["attributes"] = new JsonObject
        {
            ["ApproximateReceiveCount"] = $"{attempt}", ["SentTimestamp"] = "1545082649183", ["SenderId"] = "AIDAIENQZJOLO23YVJ4VO", ["ApproximateFirstReceiveTimestamp"] = "1545082649185",
        },
        ["messageAttributes"] = new JsonObject { ["outcome"] = new JsonObject { ["stringValue"] = "succeeded", ["dataType"] = "String" } },
        ["md5OfBody"] = "e4e68fb7bd0e697a0ae8f1bb342846b3",
        ["eventSource"] = "aws:sqs",
        ["eventSourceARN"] = queue,
        ["awsRegion"] = "eu-central-1",
    };

    /// <summary>Calls the function as Lambda does.</summary>
    /// <returns>Ids of the messages that stay in their queue.</returns>
    public async Task<IReadOnlyList<string>> CallAsync(params JsonObject[] messages)
    {
        var serializer = new QueueSerializer();
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray([.. messages.Select(message => message.DeepClone())]) }.ToJsonString()));
        using var response = new MemoryStream();
        serializer.Serialize(await _function.Webhook(serializer.Deserialize<QueueEvent>(request), LogLines.CreateContext()), response);
        return [.. JsonNode.Parse(response.ToArray())!["batchItemFailures"]!.AsArray().Select(failure => (string)failure!["itemIdentifier"]!)];
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _secrets.Dispose();
        _http.Dispose();
        Lines.Dispose();
        await Queues.DisposeAsync();
        await Parameters.DisposeAsync();
    }
}
