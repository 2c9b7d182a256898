using Microsoft.Extensions.DependencyInjection;
using Pipeline.Host.Console.Api;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Live;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Console.Queries;
using Pipeline.Host.Console.Webhooks;
using Pipeline.Host.Engine;

namespace Pipeline.Host.Console;

/// <summary>The services of the console's API, live feed, numbers and webhook.</summary>
public static class ConsoleServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the web server.</param>
    /// <param name="pipeline">The pipeline to show. Its owner disposes it after the server.</param>
    /// <param name="options">Limits, and what the page shows about this host.</param>
    public static IServiceCollection AddConsole(this IServiceCollection services, LocalPipeline pipeline, ConsoleOptions options)
    {
        services.ConfigureHttpJsonOptions(json => ConsoleJson.Configure(json.SerializerOptions));
        services.AddOpenApi(ApiDocument.Configure);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LiveHub>();
        services.AddSingleton(_ => new WebhookDelivery(pipeline.Store, options.Webhooks, TimeProvider.System));
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDelivery>());
        services.AddHostedService<LiveFeed>();
        services.AddSingleton(options.Queries ?? ConsoleQueries.None);
        services.AddSingleton<SavedResults>();
        services.AddSingleton(_ => PipelineNumbers.Track(pipeline));
        services.AddSingleton(_ => new NumbersReader(pipeline.Store, () => pipeline.Definition.Current.Definition.StateNames, pipeline.Time));
        // Instances rather than factories, because the container must not dispose what it did not create.
        services.AddSingleton(pipeline);
        services.AddSingleton(pipeline.Store);
        services.AddSingleton<TraceReader>();
        return services;
    }
}
