using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;
using Pipeline.Export.Ports;
using Pipeline.Lambda;

namespace Pipeline.Export;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup : FunctionStartup
{
    public override void ConfigureServices(IServiceCollection services) => Report(() =>
    {
        var settings = FunctionSettings.FromEnvironment();
        services.AddSingleton(FunctionCalls.Create(settings, "export"));
        services.AddSingleton(new ExportLogic(
            new DynamoCatalogueScan(new(AwsClients.CreateDynamoDb(), settings.Table)), new S3LakeFiles(new(AwsClients.CreateS3(), settings.InternalBucket)),
            settings.LakeSegments, TimeProvider.System));
    });
}
