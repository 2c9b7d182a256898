using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Persisting;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<PersistRequest, PersistResponse>("persist")
{
    public override void ConfigureServices(IServiceCollection services) =>
        Configure(services, static settings => new ImagePersister(
            CreateCatalogue(settings), CreateStore(settings), TimeProvider.System, settings.RenditionGracePeriod));
}
