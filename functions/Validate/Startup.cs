using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Core.Validation;
using Pipeline.Lambda;
using Pipeline.Photo.Reading;

namespace Pipeline.Validate;

/// <summary>Cold start: settings, rendition set, codec, clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ValidateRequest, ValidateResponse>("validate")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(services, static settings => new ImageValidator(
        CreateStore(settings),
        CreateCatalogue(settings),
        ImageCodecs.Create(settings.Codecs),
        FunctionSettings.ReadRenditions(AppContext.BaseDirectory),
        settings.Limits,
        TimeProvider.System,
        settings.ExecutionTimeLimit,
        new PhotoReading(CreatePhotoReader().Read, settings.KeepLocation)));

    private static PhotoReader CreatePhotoReader()
    {
        var reader = new PhotoReader(TimeProvider.System);
        PhotoWarmUp.Run(reader);
        return reader;
    }
}
