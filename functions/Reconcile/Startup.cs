using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Reconcile;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ReconcileRequest, ReconcileResponse>("reconcile")
{
    public override void ConfigureServices(IServiceCollection services) =>
        Configure(services, static settings =>
        {
            IImageCatalogue catalogue = CreateCatalogue(settings);
            return new ReconcileLogic(
                new(catalogue, CreateFailureAnnouncer(settings), TimeProvider.System), new(catalogue, CreateStore(settings), TimeProvider.System));
        });
}
