using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;
using Pipeline.Core.Validation;
using Pipeline.Lambda;
using Pipeline.Photo.Reading;

namespace Pipeline.Validate;

/// <summary>Cold start: settings, rendition set, codec, clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ValidateRequest, ValidateResponse>("validate")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(
        services,
        static (settings, ports) => new ImageValidator(
            ports.CreateStore(),
            ports.CreateCatalogue(),
            ImageCodecs.Create(settings.Codecs),
            FunctionSettings.ReadRenditions(AppContext.BaseDirectory),
            settings.Limits,
            TimeProvider.System,
            settings.ExecutionTimeLimit,
            settings.CreateGrouper(),
            new PhotoReading(new PhotoReader(TimeProvider.System).Read, settings.KeepLocation),
            settings.DescriptionSchema),
        static async (validator, _) =>
        {
            // The image of the warm-up says nothing of itself.
            PhotoWarmUp.Run(new(TimeProvider.System));
            await CallAsync(new(WarmUpExecution, CreateWarmUpEvent(ImageEvent.ObjectCreated)), validator.ValidateAsync);
        });
}
