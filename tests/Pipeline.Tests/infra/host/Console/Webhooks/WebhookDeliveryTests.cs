using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Webhooks;

public sealed class WebhookDeliveryTests
{
    [Fact]
    public async Task AnnouncementsArePostedInOrderWithTheirMessages()
    {
        await using var served = await HostUnderTest.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await served.WaitForEndAsync(await served.UploadAsync("before.png", SyntheticImages.Png(32, 24)));
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Url }, HttpMethod.Put);

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await served.WaitForEndAsync(await served.UploadAsync("b.png", "damaged"u8.ToArray()));
        await receiver.WaitForDeliveriesAsync(2);

        var bodies = receiver.Deliveries.Select(delivery => delivery.Json).ToList();
        Assert.Equal(["uploads/a.png", "uploads/b.png"], bodies.Select(body => body["imageId"]!.GetValue<string>()));
        var shown = (await served.GetAsync("api/announcements?order=oldest"))["announcements"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(shown[1]!["message"], bodies[0]));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);
    }

    [Fact]
    public async Task RefusedPostIsReportedAndRetriedBeforeLaterOnes()
    {
        await using var served = await HostUnderTest.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(503);
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Url }, HttpMethod.Put);

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"]?.GetValue<string>().Contains("503", StringComparison.Ordinal) == true);
        await served.WaitForEndAsync(await served.UploadAsync("b.png", "damaged"u8.ToArray()));
        await receiver.WaitForDeliveriesAsync(3);

        Assert.Equal(
            ["uploads/a.png", "uploads/a.png", "uploads/b.png"], receiver.Deliveries.Select(delivery => delivery.Json["imageId"]!.GetValue<string>()));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"] is null);
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);
        var address = Assert.Single((await served.GetAsync("api/webhook"))["addresses"]!.AsArray())!;
        Assert.Equal(receiver.Url, address["url"]!.GetValue<string>());
        Assert.Equal((2, 1, 1), (address["delivered"]!.GetValue<int>(), address["failed"]!.GetValue<int>(), address["retried"]!.GetValue<int>()));
    }

    [Fact]
    public async Task ErrorOfAnAddressThatIsNotSetAnyMoreIsNotShown()
    {
        await using var served = await HostUnderTest.StartAsync();
        await using var refusing = await WebhookReceiver.StartAsync();
        refusing.Refuse(503, count: 1_000);
        await using var accepting = await WebhookReceiver.StartAsync();
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = refusing.Url }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"] is not null);

        var (_, changed) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = accepting.Url }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("b.png", SyntheticImages.Png(64, 48)));
        await accepting.WaitForDeliveriesAsync(1);
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);

        Assert.Null(changed["lastError"]);
        Assert.Null(changed["lastAttempt"]);
        var addresses = (await served.GetAsync("api/webhook"))["addresses"]!.AsArray();
        Assert.Equal([accepting.Url, refusing.Url], addresses.Select(address => address!["url"]!.GetValue<string>()));
        Assert.All(addresses, address => Assert.Null(address!["lastError"]));
        Assert.True(addresses[1]!["failed"]!.GetValue<int>() >= 1);
        Assert.Equal(1, addresses[0]!["delivered"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("localhost:9")]
    [InlineData("ftp://localhost/")]
    [InlineData("/relative")]
    public async Task InvalidWebhookUrlIsRefused(string url)
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = url }, HttpMethod.Put);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("http://", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "link-local")]
    [InlineData("http://10.0.0.1/", "in a private network")]
    [InlineData("http://2130706433:8080/", null)]
    [InlineData("http://[fd00::1]/", "in a private network")]
    [InlineData("http://0.0.0.0:8420/", "unspecified")]
    public async Task AddressesOfThisMachineAreAllowedAndPrivateOnesRefused(string url, string? problem)
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = url }, HttpMethod.Put);

        Assert.Equal(problem is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        if (problem is not null)
        {
            Assert.Contains($"is {problem}", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Contains("--webhook-allow-private", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ReceiverThatIsGoneEndsTheWebhookAndItsErrorStays()
    {
        await using var served = await HostUnderTest.StartAsync(options: new(Port: 0)
        {
            Webhooks = new(new(AllowsLoopback: true, AllowsPrivate: false), WebhookSecrets.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
        });
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(410);
        var (_, set) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Url }, HttpMethod.Put);
        Assert.True(set["signed"]!.GetValue<bool>());

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["url"] is null);

        Assert.Contains("webhook-signature", Assert.Single(receiver.Deliveries).Headers.Keys);
        var address = Assert.Single((await served.GetAsync("api/webhook"))["addresses"]!.AsArray())!;
        Assert.Contains("410", address["lastError"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceiverThatAsksForTimeIsLeftAlone()
    {
        await using var served = await HostUnderTest.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(429, headers: ("Retry-After", "3"));
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Url }, HttpMethod.Put);

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await receiver.WaitForDeliveriesAsync(2);

        var times = receiver.Deliveries.Select(delivery => int.Parse(delivery.Headers["webhook-timestamp"], CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(times[1] - times[0], 2, 10);
        Assert.All(receiver.Deliveries, delivery => Assert.DoesNotContain("webhook-signature", delivery.Headers.Keys));
    }

    [Fact]
    public async Task RemovedWebhookGetsNothing()
    {
        await using var served = await HostUnderTest.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Url }, HttpMethod.Put);

        var (_, response) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = null }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));

        Assert.Null(response["url"]);
        Assert.Empty(receiver.Deliveries);
        Assert.Equal(0, (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>());
    }
}
