using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Local.Hosting;
using Pipeline.Local.Serving.Api;
using Pipeline.Local.Serving.Live;
using Pipeline.Local.Serving.Numbers;
using Pipeline.Local.Serving.S3;
using Pipeline.Local.Serving.Security;
using Pipeline.Local.Serving.StepFunctions;
using Pipeline.Local.Serving.Web;
using Pipeline.Local.Serving.Webhooks;

namespace Pipeline.Local.Serving;

/// <summary>The web server of the local host: page, JSON API, and the protocols that AWS' clients speak, on one loopback port.</summary>
internal static class LocalServer
{
    /// <param name="pipeline">What is served; whoever opened it closes it, after the server.</param>
    /// <param name="options">Where, and how much.</param>
    public static WebApplication Create(LocalPipeline pipeline, ConsoleOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "pipeline" });
        builder.Logging
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            // What keeps it from starting, the command says in a line; what ends it later is critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Uploads have a limit of their own, which says what it is; slow ones are somebody's slow disk.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            if (options.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                // IPv6's loopback, too, where there is one.
                kestrel.ListenLocalhost(options.Port);
            }
        });
        AddServices(builder.Services, pipeline, options);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<LoopbackOnlyMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        MapEndpoints(app, pipeline, options);
        return app;
    }

    /// <summary>Where a started host listens: <c>http://localhost:8420</c>.</summary>
    public static string GetAddress(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return $"http://localhost:{new Uri(bound).Port}";
    }

    private static void AddServices(IServiceCollection services, LocalPipeline pipeline, ConsoleOptions options)
    {
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => ConsoleJson.Configure(json.SerializerOptions));
        services.AddOpenApi(ApiDocument.Configure);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LiveHub>();
        services.AddSingleton(provider => new WebhookDelivery(
            pipeline.Store,
            new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(15) },
            TimeProvider.System));
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDelivery>());
        services.AddHostedService<LiveFeed>();
        services.AddHostedService<DailySweep>();
        services.AddSingleton(_ => PipelineNumbers.Track(pipeline));
        // Instances, not factories: the container must not dispose what it did not make.
        services.AddSingleton(pipeline);
        services.AddSingleton(pipeline.Store);
        services.AddSingleton<TraceReader>();
    }

    private static void MapEndpoints(WebApplication app, LocalPipeline pipeline, ConsoleOptions options)
    {
        var api = app.MapGroup("/api");
        // Else a body of another type would be a path that is not there, which S3 then answers, instead of 415.
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToArray())
            {
                endpoint.Metadata.Remove(accepts);
            }
        });
        api.MapStatus();
        api.MapUploads();
        api.MapExecutions();
        api.MapExecutionActions();
        api.MapImages();
        api.MapAnnouncements();
        api.MapWebhook();
        api.MapDefinition();
        api.MapNumbers();
        api.MapLive();
        api.Map("/{**rest}", NotFoundAsync).WithOrder(1).ExcludeFromDescription();
        app.MapOpenApi("/openapi.json");
        // Made here, so that it counts from before the first execution is resumed.
        app.Services.GetRequiredService<PipelineNumbers>().MapMetrics(app);
        app.MapStepFunctions(pipeline);
        app.MapWebFiles();
        var s3 = app.MapS3(pipeline, new(options.MaxUploadBytes));
        // A signed one asks for the list of buckets; people get the page.
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => S3Endpoints.IsS3Request(context.Request) ? s3(context) : WebFiles.Index().ExecuteAsync(context))
            .ExcludeFromDescription();
    }

    private static Task NotFoundAsync(HttpContext context) =>
        Problems.NotFound($"The API has no {context.Request.Method} {context.Request.Path}; GET /openapi.json lists what it has.").ExecuteAsync(context);
}
