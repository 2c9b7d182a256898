using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Core.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private readonly WebhookSender _sender = new(new(AllowsLoopback: true, AllowsPrivate: false), TimeProvider.System);

    public void Dispose() => _sender.Dispose();

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "7", 7)]
    [InlineData(503, "0", 0)]
    [InlineData(503, "86400", 3600)]
    [InlineData(503, "soon", null)]
    [InlineData(503, null, null)]
    [InlineData(500, "7", null)]
    public async Task ReceiverSaysHowLongItWantsToBeLeftAlone(int status, string? header, int? seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(status, headers: header is null ? [] : [("Retry-After", header)]);

        var result = await SendAsync(receiver.Url);

        Assert.Equal((WebhookOutcome.Failed, seconds), (result.Outcome, (int?)result.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task TimeToComeBackMayBeADate()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refuse(503, headers: ("Retry-After", DateTimeOffset.UtcNow.AddMinutes(5).ToString("R", CultureInfo.InvariantCulture)));
        receiver.Refuse(503, headers: ("Retry-After", DateTimeOffset.UtcNow.AddMinutes(-5).ToString("R", CultureInfo.InvariantCulture)));

        Assert.InRange((await SendAsync(receiver.Url)).RetryAfter!.Value.TotalSeconds, 290, 301);
        Assert.Equal(TimeSpan.Zero, (await SendAsync(receiver.Url)).RetryAfter);
    }

    [Fact]
    public async Task ClosedPortAndUnknownNameAreFailures()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Assert.StartsWith("could not be reached", (await SendAsync($"http://127.0.0.1:{port}/")).Error, StringComparison.Ordinal);
        Assert.StartsWith("could not be reached", (await SendAsync("http://nobody.invalid/")).Error, StringComparison.Ordinal);
    }

    /// <summary>A receiver cannot make the host keep what it sends: the body of a response is not read.</summary>
    [Fact]
    public async Task EndlessResponseIsADeliveryAtItsFirstByteAndEndlessHeadersAreAFailure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

        var body = ServeAsync(listener, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "400\r\n" + new string('x', 1_024) + "\r\n");
        Assert.Equal(WebhookOutcome.Delivered, (await SendAsync(url)).Outcome);
        await body;
        var headers = ServeAsync(listener, "HTTP/1.1 200 OK\r\n", $"x-more: {new string('x', 1_000)}\r\n");
        Assert.Equal(WebhookOutcome.Failed, (await SendAsync(url)).Outcome);
        await headers;
    }

    /// <summary>Sends the rest again and again until the other side closes the connection.</summary>
    private static async Task ServeAsync(TcpListener listener, string start, string rest)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(start));
            for (var i = 0; i < 100_000; i++)
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(rest));
            }

            Assert.Fail("Everything was read.");
        }
        catch (IOException)
        {
            // Closed.
        }
    }

    private Task<WebhookResult> SendAsync(string url) =>
        _sender.SendAsync(new(url), WebhookMessage.Create("{}"), WebhookSecrets.None, CancellationToken.None);
}
