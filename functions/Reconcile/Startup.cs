using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Reconcile;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ReconcileRequest, ReconcileResponse>("reconcile")
{
    public override void ConfigureServices(IServiceCollection services) =>
        Configure(services, static (_, ports) =>
        {
            var catalogue = ports.CreateCatalogue();
            return new ReconcileLogic(
                new(catalogue, ports.CreateFailureAnnouncer(), TimeProvider.System, outcomes: ports.CreateOutcomeLog()), new(catalogue, ports.CreateStore(), TimeProvider.System));
        });
}
