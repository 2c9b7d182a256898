using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;
using Pipeline.Core.Contracts;
using Pipeline.Core.Persisting;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>Cold start: settings and clients. Nothing here opens a connection.</summary>
[LambdaStartup]
public sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "Amazon.Lambda.Annotations calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = FunctionSettings.FromEnvironment();
        PipelineSerializer.Prepare<PersistRequest, PersistResponse>();
        var store = new S3ImageStore(AwsClients.CreateS3(), settings.RenditionsBucket, TimeProvider.System);
        var catalogue = new DynamoImageCatalog(AwsClients.CreateDynamoDb(), settings.Table);
        services.AddSingleton(FunctionCalls.Create(settings, "persist"));
        services.AddSingleton(new ImagePersister(catalogue, store, TimeProvider.System));
    }
}
