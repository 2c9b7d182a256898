using Pipeline.Core.Webhooks;
using Pipeline.Testing.Contracts;

namespace Pipeline.Aws.Tests.Webhook;

/// <summary>Deliveries of a deployed stack: its function, behind a queue that does not wait between attempts.</summary>
public sealed class WebhookFunctionContract : WebhookContract
{
    internal override async Task<IWebhookHost> StartAsync(string url, string secrets, AddressRules addresses) =>
        new Host(await WebhookFunctionUnderTest.StartAsync(secrets, addresses, url), WebhookFunctionUnderTest.QueueOf(url));

    private sealed class Host(WebhookFunctionUnderTest function, string queue) : IWebhookHost
    {
        private int _announced;

        public async Task AnnounceAsync(string announcement)
        {
            var id = $"message {_announced++}";
            for (var attempt = 1; attempt <= WebhookRetries.MaxAttempts; attempt++)
            {
                if ((await function.CallAsync(WebhookFunctionUnderTest.CreateMessage(id, queue, announcement, attempt))).Count == 0)
                {
                    return;
                }
            }
        }

        public Task<string> WaitForErrorAsync() => Task.FromResult(function.Lines.Read().Select(line => (string?)line["warning"]).First(warning => warning is not null)!);

        public Task WaitUntilIdleAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => function.DisposeAsync();
    }
}
