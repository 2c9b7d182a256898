using Amazon.Lambda.Annotations;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Ports;
using Pipeline.Api.Requests;
using Pipeline.Aws;
using Pipeline.Core.Catalogue;
using Pipeline.Http.Ports;
using Pipeline.Http.Routes;
using Pipeline.Lambda;

namespace Pipeline.Api;

/// <summary>
/// Cold start of every route: settings and clients. A function creates only what its own route uses.
/// </summary>
[LambdaStartup]
public sealed class Startup : FunctionStartup
{
    public override void ConfigureServices(IServiceCollection services) => Report(() =>
    {
        var settings = FunctionSettings.FromEnvironment();
        var options = ApiSettings.Read(settings);
        services.AddSingleton(new GatewayCalls(FunctionCalls.Create(settings, "api")));
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.KeyFilter);
        services.AddSingleton<IAmazonS3>(_ => AwsClients.CreateS3());
        services.AddSingleton<IImageCatalogue>(_ => new DynamoImageCatalogue(AwsClients.CreateDynamoDb(), settings.Table));
        services.AddSingleton<IUploadSigner>(provider => new S3UploadSigner(provider.GetRequiredService<IAmazonS3>(), options.Bucket));
        services.AddSingleton<IOriginals>(provider => new S3Originals(provider.GetRequiredService<IAmazonS3>(), options.Bucket));
        services.AddSingleton<UploadRoute>();
        services.AddSingleton<ImageRoute>();
        services.AddSingleton<ImageListRoute>();
        services.AddSingleton<DeletionRoute>();
        services.AddSingleton<RedirectRoute>();
    });
}
