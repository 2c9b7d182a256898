using Amazon.Runtime;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Webhook;

public sealed class WebhookFunctionTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly AddressRules Loopback = new(AllowsLoopback: true, AllowsPrivate: false);

    [Fact]
    public async Task OnlyMessagesThatFailedStayInTheirQueueAndAreHidden()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var busy = await WebhookReceiver.StartAsync();
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, receiver.Url, busy.Url);
        busy.Refuse(503, headers: ("Retry-After", "300"));

        var failed = await function.CallAsync(
            WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(receiver.Url), "{\"a\":1}"),
            WebhookFunctionUnderTest.CreateMessage("b", WebhookFunctionUnderTest.QueueOf(busy.Url), "{\"b\":1}"));

        Assert.Equal(["b"], failed);
        Assert.Equal(["{\"a\":1}"], receiver.Deliveries.Select(delivery => delivery.Body));
        var (operation, request) = Assert.Single(function.Queues.Calls);
        Assert.Equal("AmazonSQS.ChangeMessageVisibility", operation);
        Assert.Equal(("receipt of b", 300), ((string?)request["ReceiptHandle"], (int)request["VisibilityTimeout"]!));
        Assert.EndsWith($"/123456789012/{WebhookFunctionUnderTest.QueueOf(busy.Url).Split(':')[^1]}", (string?)request["QueueUrl"], StringComparison.Ordinal);
        var line = function.Lines.Single();
        Assert.Equal(("some failed", "INFO"), ((string?)line["outcome"], (string?)line["level"]));
    }

    [Fact]
    public async Task LogNamesHostsAndNotTheirUrls()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var url = $"{receiver.Url}/hunter2";
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, url);
        receiver.Refuse(500);

        await function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(url), "{}", attempt: 3));

        var warning = (string?)function.Lines.Single()["warning"];
        Assert.Matches("^msg_[0-9a-f]{32}, attempt 3: 127.0.0.1 responded with 500 Internal Server Error$", warning);
        Assert.DoesNotContain("hunter2", function.Lines.Single().ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(4, 256, 320)]
    [InlineData(11, 0, 0)]
    public async Task MessageIsHiddenForLongerWithEachAttempt(int attempt, int min, int max)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, receiver.Url);
        receiver.Refuse(500);

        await function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(receiver.Url), "{}", attempt));

        Assert.InRange((int)Assert.Single(function.Queues.Calls).Request["VisibilityTimeout"]!, min, max);
    }

    /// <summary>The wait of its queue then counts.</summary>
    [Fact]
    public async Task MessageThatCannotBeHiddenStaysInItsQueue()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, receiver.Url);
        receiver.Refuse(500);
        function.Queues.Failures.Enqueue((400, """{"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid","message":"gone"}"""));

        Assert.Equal(["a"], await function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(receiver.Url), "{}")));

        Assert.Contains("a could not be hidden: sqs:ChangeMessageVisibility: gone", (string?)function.Lines.Single()["warning"], StringComparison.Ordinal);
    }

    /// <summary>While `pulumi up` takes a webhook off, its queue may exist longer than its URL.</summary>
    [Fact]
    public async Task MessageOfAQueueWithoutAWebhookStays()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, receiver.Url);

        Assert.Equal(["a"], await function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf("https://other.example.com/"), "{}")));

        Assert.Empty(receiver.Deliveries);
        Assert.Contains("belongs to no webhook", (string?)function.Lines.Single()["warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsSentWithoutASecretAndNoAttemptIsLost()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var function = await WebhookFunctionUnderTest.StartAsync(Secret, Loopback, receiver.Url);
        function.Parameters.Failures.Enqueue((400, """{"__type":"AccessDeniedException","message":"not allowed"}"""));

        var exception = await Assert.ThrowsAsync<AmazonServiceException>(
            () => function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(receiver.Url), "{}", attempt: 5)));

        Assert.Equal("AccessDeniedException", exception.ErrorCode);
        Assert.Empty(receiver.Deliveries);
        Assert.InRange((int)Assert.Single(function.Queues.Calls).Request["VisibilityTimeout"]!, 1_024, 1_280);
        Assert.Equal("ERROR", (string?)function.Lines.Single()["level"]);
        Assert.Empty(await function.CallAsync(WebhookFunctionUnderTest.CreateMessage("a", WebhookFunctionUnderTest.QueueOf(receiver.Url), "{}", attempt: 6)));
        Assert.Single(receiver.Deliveries);
    }
}
