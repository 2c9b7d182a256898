using Pipeline.Core.Webhooks;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Console.Webhooks;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Console.Webhooks;

/// <summary>Deliveries of the local host.</summary>
public sealed class LocalWebhookContract : WebhookContract
{
    internal override async Task<IWebhookHost> StartAsync(string url, string secrets, AddressRules addresses)
    {
        var host = new Host(new(addresses, WebhookSecrets.Parse(secrets)));
        await host.StartAsync(url);
        return host;
    }

    private sealed class Host : IWebhookHost
    {
        private readonly TemporaryFolder _folder = new();
        private readonly LocalStore _store;
        private readonly WebhookDelivery _delivery;
        private int _announced;

        public Host(WebhookOptions options)
        {
            _store = LocalStore.Open(_folder.Path, TimeProvider.System);
            _delivery = new(_store, options, TimeProvider.System);
        }

        public async Task StartAsync(string url)
        {
            await _store.Webhook.SetAsync(url, CancellationToken.None);
            await _delivery.StartAsync(CancellationToken.None);
        }

        public async Task AnnounceAsync(string announcement)
        {
            await _store.Announcements.AppendAsync(
                new(AnnouncementTopic.Success, announcement, new Dictionary<string, string>(), "arn", $"token {_announced++}"), CancellationToken.None);
            _delivery.Wake();
        }

        public async Task<string> WaitForErrorAsync()
        {
            await DefinedPipeline.WaitUntilAsync(async () => (await _store.Webhook.ListDeliveriesAsync(CancellationToken.None)).Any(address => address.LastError is not null));
            return (await _store.Webhook.ListDeliveriesAsync(CancellationToken.None))[0].LastError ?? throw new InvalidOperationException("The next attempt succeeded meanwhile.");
        }

        public Task WaitUntilIdleAsync() => DefinedPipeline.WaitUntilAsync(async () => await _store.Webhook.CountPendingAsync(CancellationToken.None) == 0);

        public async ValueTask DisposeAsync()
        {
            await _delivery.StopAsync(CancellationToken.None);
            _delivery.Dispose();
            await _store.DisposeAsync();
            _folder.Dispose();
        }
    }
}
