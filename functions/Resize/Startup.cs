using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;
using Pipeline.Core.Contracts;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;
using Pipeline.Magick;

namespace Pipeline.Resize;

/// <summary>Cold start: settings, codec, client. Nothing here opens a connection.</summary>
[LambdaStartup]
public sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "Amazon.Lambda.Annotations calls it on an instance.")]
    [SuppressMessage("Reliability", "CA2000", Justification = "Lives as long as the process.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = FunctionSettings.FromEnvironment();
        PipelineSerializer.Prepare<ResizeRequest, ResizeResponse>();
        var store = new S3ImageStore(AwsClients.CreateS3(), settings.RenditionsBucket, TimeProvider.System);
        services.AddSingleton(FunctionCalls.Create(settings, "resize"));
        // No cache: the Map starts every rendition at once, each in an environment of its own, so nobody shares a decode.
        services.AddSingleton(new ImageResizer(store, new MagickCodec(), settings.Limits));
    }
}
