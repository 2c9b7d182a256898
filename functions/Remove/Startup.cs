using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<RemoveRequest, RemoveResponse>("remove")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(
        services,
        static (_, ports) => new RemovalLogic(
            new(ports.CreateCatalogue(), ports.CreateStore(), TimeProvider.System, ports.CreateOutcomeLog()), ports.CreateDistributionCache()),
        static async (logic, ports) =>
        {
            await CallAsync(
                new(WarmUpExecution, CreateWarmUpEvent(ImageEvent.ObjectDeleted)),
                async (request, token) => (await logic.RunAsync(request, TimeSpan.FromSeconds(CallTimeLimits.MinTimeout), token)).Response);
            await ports.CreateStore().RemoveRenditionsAsync(WarmUpImage.Prefix, CancellationToken.None);
        });
}
