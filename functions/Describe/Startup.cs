using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Lambda;

namespace Pipeline.Describe;

/// <summary>Cold start: settings and clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<DescribeRequest, DescribeResponse>("describe")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(
        services,
        static (settings, ports) => new ImageDescriber(ports.CreateStore(), ports.CreateVisionModel(), ports.CreateDescriptionBudget(), settings.Description, TimeProvider.System),
        static (describer, _) => CallAsync(CreateWarmUpRequest(), describer.DescribeAsync));

    private static DescribeRequest CreateWarmUpRequest()
    {
        var plan = DescriptionPicture.Plan(WarmUpImage.Prefix);
        var original = new Original(
            WarmUpImage.Bucket, WarmUpImage.Key, null, WarmUpImage.ETag, WarmUpImage.Version, WarmUpImage.Content.Length, WarmUpExecution, WarmUpImage.Prefix,
            new(ImageFormat.Jpeg, WarmUpImage.Width, WarmUpImage.Height), DecodeOptions.FullSize);
        var picture = new RenditionRecord(plan.Rendition.Name, plan.Key, plan.Format, "image/jpeg", WarmUpImage.Width, WarmUpImage.Height, 1, WarmUpImage.Content.Length);
        return new(WarmUpExecution, original, [new(ResizeOutcome.Made, [new(picture)])]);
    }
}
