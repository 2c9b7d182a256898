using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Removal;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<RemoveRequest, RemoveResponse>("remove")
{
    public override void ConfigureServices(IServiceCollection services) =>
        Configure(services, static settings => new ImageRemover(CreateCatalogue(settings), CreateStore(settings), TimeProvider.System));
}
