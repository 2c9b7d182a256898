using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Console;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.S3;
using Pipeline.Host.StepFunctions;

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
        services.AddConsole(pipeline, options);
        services.AddHostedService<DailySweep>();
    }

    private static void MapEndpoints(WebApplication app, LocalPipeline pipeline, ConsoleOptions options)
    {
        app.MapConsole();
        app.MapStepFunctions(pipeline);
        app.MapPage();
        var s3 = app.MapS3(pipeline, new(options.MaxUploadBytes));
        // A signed one asks for the list of buckets; people get the page.
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => S3Endpoints.IsS3Request(context.Request) ? s3(context) : ConsoleEndpoints.SendPageAsync(context))
            .ExcludeFromDescription();
    }
}
