using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
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
        using var receiver = new Receiver();
        await served.WaitForEndAsync(await served.UploadAsync("before.png", SyntheticImages.Png(32, 24)));
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Address }, HttpMethod.Put);

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await served.WaitForEndAsync(await served.UploadAsync("b.png", "damaged"u8.ToArray()));
        await receiver.WaitForBodiesAsync(2);

        var bodies = receiver.Bodies.ToList();
        Assert.Equal(["uploads/a.png", "uploads/b.png"], bodies.Select(body => body["imageId"]!.GetValue<string>()));
        var shown = (await served.GetAsync("api/announcements?order=oldest"))["announcements"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(shown[1]!["message"], bodies[0]));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);
    }

    [Fact]
    public async Task RefusedPostIsReportedAndRetriedBeforeLaterOnes()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var receiver = new Receiver { RemainingRefusals = 1 };
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Address }, HttpMethod.Put);

        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"]?.GetValue<string>().Contains("503", StringComparison.Ordinal) == true);
        await served.WaitForEndAsync(await served.UploadAsync("b.png", "damaged"u8.ToArray()));
        await receiver.WaitForBodiesAsync(3);

        Assert.Equal(
            ["uploads/a.png", "uploads/a.png", "uploads/b.png"], receiver.Bodies.Select(body => body["imageId"]!.GetValue<string>()));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"] is null);
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);
        var address = Assert.Single((await served.GetAsync("api/webhook"))["addresses"]!.AsArray())!;
        Assert.Equal(receiver.Address, address["url"]!.GetValue<string>());
        Assert.Equal((2, 1, 1), (address["delivered"]!.GetValue<int>(), address["failed"]!.GetValue<int>(), address["retried"]!.GetValue<int>()));
    }

    [Fact]
    public async Task ErrorOfAnAddressThatIsNotSetAnyMoreIsNotShown()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var refusing = new Receiver { RemainingRefusals = 1_000 };
        using var accepting = new Receiver();
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = refusing.Address }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["lastError"] is not null);

        var (_, changed) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = accepting.Address }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("b.png", SyntheticImages.Png(64, 48)));
        await accepting.WaitForBodiesAsync(1);
        await DefinedPipeline.WaitUntilAsync(async () => (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>() == 0);

        Assert.Null(changed["lastError"]);
        Assert.Null(changed["lastAttempt"]);
        var addresses = (await served.GetAsync("api/webhook"))["addresses"]!.AsArray();
        Assert.Equal([accepting.Address, refusing.Address], addresses.Select(address => address!["url"]!.GetValue<string>()));
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

    [Fact]
    public async Task RemovedWebhookGetsNothing()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var receiver = new Receiver();
        await served.SendAsync("api/webhook", new JsonObject { ["url"] = receiver.Address }, HttpMethod.Put);

        var (_, response) = await served.SendAsync("api/webhook", new JsonObject { ["url"] = null }, HttpMethod.Put);
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));

        Assert.Null(response["url"]);
        Assert.Empty(receiver.Bodies);
        Assert.Equal(0, (await served.GetAsync("api/webhook"))["pending"]!.GetValue<long>());
    }

    /// <summary>A subscriber to the webhook.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Receiver()
        {
            Address = $"http://127.0.0.1:{FreePort.Find()}/hook";
            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        /// <summary>Number of posts to refuse with 503 before accepting the rest.</summary>
        public int RemainingRefusals { get; set; }

        public ConcurrentQueue<JsonObject> Bodies { get; } = [];

        public Task WaitForBodiesAsync(int count) => DefinedPipeline.WaitUntilAsync(() => Bodies.Count >= count);

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    Bodies.Enqueue((JsonObject)(await JsonNode.ParseAsync(context.Request.InputStream))!);
                    context.Response.StatusCode = RemainingRefusals-- > 0 ? 503 : 204;
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
