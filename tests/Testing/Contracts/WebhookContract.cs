using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Hosts;

namespace Pipeline.Testing.Contracts;

/// <summary>What a receiver of webhooks gets, whichever host sends it.</summary>
public abstract class WebhookContract
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherSecret = "whsec_cGlwZWxpbmUtd2ViaG9vay1zZWNyZXQtMg==";

    private const string Announcement = """{"outcome":"succeeded","imageId":"uploads/a b é.jpg","execution":"arn:aws:states:::execution:1","record":null}""";

    private static readonly AddressRules Loopback = new(AllowsLoopback: true, AllowsPrivate: false);

    /// <summary>A host that sends announcements to one URL.</summary>
    internal interface IWebhookHost : IAsyncDisposable
    {
        /// <summary>Announces, as the state machine does.</summary>
        Task AnnounceAsync(string announcement);

        /// <summary>Waits until an attempt has failed, and returns its error.</summary>
        Task<string> WaitForErrorAsync();

        /// <summary>Waits until nothing is left to send.</summary>
        Task WaitUntilIdleAsync();
    }

    internal abstract Task<IWebhookHost> StartAsync(string url, string secrets, AddressRules addresses);

    [Fact]
    public async Task DeliveryIsSignedAsStandardWebhooksSays()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, Secret, Loopback);

        await host.AnnounceAsync(Announcement);
        await receiver.WaitForDeliveriesAsync(1);

        var delivery = Assert.Single(receiver.Deliveries);
        Assert.Equal(("/hook", Announcement, "application/json; charset=utf-8"), (delivery.Path, delivery.Body, delivery.Headers["Content-Type"]));
        Assert.Equal(Sign(delivery, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), delivery.Headers["webhook-signature"]);
        Assert.InRange(TimeOf(delivery), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Matches("^msg_[0-9a-f]{32}$", delivery.Headers["webhook-id"]);
        await host.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task EverySecretSigns()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, $"{Secret} {OtherSecret}", Loopback);

        await host.AnnounceAsync(Announcement);
        await receiver.WaitForDeliveriesAsync(1);

        var delivery = Assert.Single(receiver.Deliveries);
        Assert.Equal(
            $"{Sign(delivery, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")} {Sign(delivery, "cGlwZWxpbmUtd2ViaG9vay1zZWNyZXQtMg==")}", delivery.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task RefusedDeliveryComesAgainUnderItsIdWithASignatureOfItsOwn(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, Secret, Loopback);
        receiver.Refuse(status);

        await host.AnnounceAsync(Announcement);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), await host.WaitForErrorAsync(), StringComparison.Ordinal);
        await receiver.WaitForDeliveriesAsync(2);
        await host.WaitUntilIdleAsync();

        var deliveries = receiver.Deliveries;
        Assert.Equal(2, deliveries.Count);
        Assert.Single(deliveries.Select(delivery => (delivery.Headers["webhook-id"], delivery.Body)).Distinct());
        Assert.All(deliveries, delivery => Assert.Equal(Sign(delivery, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), delivery.Headers["webhook-signature"]));
    }

    /// <summary>Services that lose a response publish twice. Receivers tell by the id.</summary>
    [Fact]
    public async Task SameAnnouncementHasTheSameIdAndAnotherHasAnother()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, Secret, Loopback);

        await host.AnnounceAsync(Announcement);
        await host.AnnounceAsync(Announcement);
        await host.AnnounceAsync(Announcement.Replace("execution:1", "execution:2", StringComparison.Ordinal));
        await receiver.WaitForDeliveriesAsync(3);

        Assert.Equal([1, 2], receiver.Deliveries.GroupBy(delivery => delivery.Headers["webhook-id"]).Select(group => group.Count()).Order());
    }

    [Fact]
    public async Task ReceiverThatIsGoneGetsTheAnnouncementOnce()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, Secret, Loopback);
        receiver.Refuse(410);

        await host.AnnounceAsync(Announcement);
        Assert.Contains("410", await host.WaitForErrorAsync(), StringComparison.Ordinal);
        await host.WaitUntilIdleAsync();

        Assert.Single(receiver.Deliveries);
    }

    [Fact]
    public async Task RedirectIsNotFollowed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url, Secret, Loopback);
        receiver.Refuse(307, headers: ("Location", "/elsewhere"));

        await host.AnnounceAsync(Announcement);
        Assert.Contains("redirects are not followed", await host.WaitForErrorAsync(), StringComparison.Ordinal);
        await receiver.WaitForDeliveriesAsync(2);
        await host.WaitUntilIdleAsync();

        Assert.All(receiver.Deliveries, delivery => Assert.Equal("/hook", delivery.Path));
    }

    /// <summary>Also a name, which says nothing of where it leads.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task PrivateAddressIsRefusedWithoutARequest(string name)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver.Url.Replace("127.0.0.1", name, StringComparison.Ordinal), Secret, AddressRules.PublicOnly);

        await host.AnnounceAsync(Announcement);

        Assert.Contains("this machine", await host.WaitForErrorAsync(), StringComparison.Ordinal);
        Assert.Empty(receiver.Deliveries);
    }

    private static DateTimeOffset TimeOf(ReceivedDelivery delivery) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(delivery.Headers["webhook-timestamp"], NumberStyles.None, CultureInfo.InvariantCulture));

    private static string Sign(ReceivedDelivery delivery, string secret)
    {
        var signed = Encoding.UTF8.GetBytes($"{delivery.Headers["webhook-id"]}.{delivery.Headers["webhook-timestamp"]}.{delivery.Body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret), signed))}";
    }
}
