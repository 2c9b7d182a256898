using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Contracts;
using Pipeline.Core.Validation;
using Pipeline.Lambda;
using Pipeline.Magick;

namespace Pipeline.Validate;

/// <summary>Cold start: settings, rendition set, codec, clients.</summary>
[LambdaStartup]
public sealed class Startup() : FunctionStartup<ValidateRequest, ValidateResponse>("validate")
{
    public override void ConfigureServices(IServiceCollection services) => Configure(services, static settings => new ImageValidator(
        CreateStore(settings),
        CreateCatalogue(settings),
        new MagickCodec(),
        FunctionSettings.ReadRenditions(AppContext.BaseDirectory),
        settings.Limits,
        TimeProvider.System));
}
