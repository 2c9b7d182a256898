using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<PersistRequest, PersistResponse>("persist")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(
        services,
        static (settings, ports) => new PersistLogic(
            new(
                ports.CreateCatalogue(), ports.CreateStore(), TimeProvider.System, settings.RenditionGracePeriod, settings.RenditionsUrl, ports.CreateOutcomeLog(),
                settings.Moderation),
            ports.CreateDistributionCache()),
        static async (logic, ports) =>
        {
            // The catalogue is empty, so nothing can be published through it.
            var request = new PersistRequest(PersistResult.Failed, WarmUpExecution, CreateWarmUpEvent(ImageEvent.ObjectCreated), Fault: new("WarmUp"));
            await CallAsync(request, async (received, token) => (await logic.RunAsync(received, TimeSpan.FromSeconds(CallTimeLimits.MinTimeout), token)).Response);
            await ports.CreateStore().PublishRenditionsAsync([WarmUpImage.Rendition], CancellationToken.None);
        });
}
