using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;
using Pipeline.Core.Contracts;
using Pipeline.Core.Validation;
using Pipeline.Lambda;
using Pipeline.Magick;

namespace Pipeline.Validate;

/// <summary>Cold start: settings, rendition set, codec, clients. Nothing here opens a connection.</summary>
[LambdaStartup]
public sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "Amazon.Lambda.Annotations calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = FunctionSettings.FromEnvironment();
        PipelineSerializer.Prepare<ValidateRequest, ValidateResponse>();
        var store = new S3ImageStore(AwsClients.CreateS3(), settings.RenditionsBucket, TimeProvider.System);
        var catalogue = new DynamoImageCatalog(AwsClients.CreateDynamoDb(), settings.Table);
        var renditions = FunctionSettings.ReadRenditions(AppContext.BaseDirectory);
        services.AddSingleton(FunctionCalls.Create(settings, "validate"));
        services.AddSingleton(new ImageValidator(store, catalogue, new MagickCodec(), renditions, settings.Limits, TimeProvider.System));
    }
}
