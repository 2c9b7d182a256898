using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>Cold start: settings, codec, client.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ResizeRequest, ResizeResponse>("resize")
{
    // No cache: the Map starts all groups of renditions at once, each in its own environment, so none can share a decode with another.
    public override void ConfigureServices(IServiceCollection services) => Configure(services, static settings =>
    {
        var codec = ImageCodecs.Create(settings.Codecs);
        var watermarks = new WatermarkImages(codec, sha256 => FunctionSettings.ReadWatermark(AppContext.BaseDirectory, sha256));
        return new ImageResizer(CreateStore(settings), codec, settings.Limits, watermarks: watermarks);
    });
}
