using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Core.Removal;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<RemoveRequest, RemoveResponse>("remove")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(
        services,
        static (_, ports) => new ImageRemover(ports.CreateCatalogue(), ports.CreateStore(), TimeProvider.System),
        static async (remover, ports) =>
        {
            await CallAsync(new(WarmUpExecution, CreateWarmUpEvent(ImageEvent.ObjectDeleted)), remover.RemoveAsync);
            await ports.CreateStore().RemoveRenditionsAsync(WarmUpImage.Prefix, CancellationToken.None);
        });
}
