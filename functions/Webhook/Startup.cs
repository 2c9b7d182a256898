using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;
using Pipeline.Core.Webhooks;
using Pipeline.Lambda;

namespace Pipeline.Webhook;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup : FunctionStartup
{
    public override void ConfigureServices(IServiceCollection services) => Report(() =>
    {
        var settings = FunctionSettings.FromEnvironment();
        // The function is in no network of the account. Its loopback addresses are those of Lambda's runtime.
        var sender = new WebhookSender(new(AllowsLoopback: false, AllowsPrivate: settings.AllowsPrivateWebhooks), TimeProvider.System);
        services.AddSingleton(FunctionCalls.Create(settings, "webhook"));
        services.AddSingleton(new WebhookDeliveries(
            sender, AwsClients.CreateWebhookSecretStore(settings.WebhookSecretArn), AwsClients.CreateMessageVisibility(), settings.WebhookUrls, Random.Shared));
    });
}
