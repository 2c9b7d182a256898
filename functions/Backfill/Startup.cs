using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Backfill;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<SummariseRequest, SummariseResponse>("backfill")
{
    public override void ConfigureServices(IServiceCollection services) =>
        Configure(services, static (_, ports) => new BackfillSummariser(ports.CreateResultFiles()));
}
