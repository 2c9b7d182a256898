using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Formats;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>Cold start: settings, codec, client.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ResizeRequest, ResizeResponse>("resize")
{
    // No cache: the Map starts all groups of renditions at once, each in its own environment, so none can share a decode with another.
    public override void ConfigureServices(IServiceCollection services) => Configure(services, static (settings, ports) =>
    {
        var codec = ImageCodecs.Create(settings.Codecs);
        var watermarks = new WatermarkImages(codec, sha256 => FunctionSettings.ReadWatermark(AppContext.BaseDirectory, sha256));
        return new ImageResizer(ports.CreateStore(), codec, settings.Limits, watermarks: watermarks);
    }, static (resizer, _) => CallAsync(CreateWarmUpRequest(), resizer.ResizeAsync));

    private static ResizeRequest CreateWarmUpRequest()
    {
        var info = new ImageInfo(ImageFormat.Jpeg, WarmUpImage.Width, WarmUpImage.Height);
        var set = new RenditionSet([new("warm-up", WarmUpImage.Width / 2)]);
        var original = new Original(
            WarmUpImage.Bucket, WarmUpImage.Key, null, WarmUpImage.ETag, WarmUpImage.Version, WarmUpImage.Content.Length, WarmUpExecution, WarmUpImage.Prefix,
            info, RenditionPlanner.PlanSharedDecode(info, set));
        return new(WarmUpExecution, original, RenditionPlanner.Plan(info, set, WarmUpImage.Prefix));
    }
}
