using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Console;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.Gateway;
using Pipeline.Host.S3;
using Pipeline.Host.Signatures;
using Pipeline.Host.StepFunctions;
using Pipeline.Local.Queries;

namespace Pipeline.Local.Serving;

/// <summary>The web server of the local host: the page, the JSON API, and the protocols of S3 and Step Functions, on one port.</summary>
internal static class LocalServer
{
    /// <summary>How long requests may go on after a stop. An upload that stalls is cut off, and its temporary file removed.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Creates the server. Call <c>StartAsync</c> to start it.</summary>
    /// <param name="pipeline">The pipeline to serve. Its owner disposes it after the server.</param>
    /// <param name="options">Port and limits.</param>
    /// <param name="access">Who may use the host; null for its own pages and the programs of this machine.</param>
    public static WebApplication Create(LocalPipeline pipeline, ConsoleOptions options, HostAccess? access = null)
    {
        access ??= new();
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "pipeline" });
        builder.Logging
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            // The command itself reports in one line why the host cannot start. Later failures of the host are critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Uploads have their own limit, whose error names the limit. Slow clients are fine.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            if (access.Address is { } address)
            {
                kestrel.Listen(address, options.Port);
            }
            else if (options.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                // Also listens on the loopback address of IPv6 if there is one.
                kestrel.ListenLocalhost(options.Port);
            }
        });
        AddServices(builder.Services, pipeline, options with { Queries = options.Queries ?? LocalSavedQueries.Create(pipeline.Store) });

        var app = builder.Build();
        app.UseMiddleware<SecurityHeadersMiddleware>(access);
        app.UseMiddleware<ForeignRequestMiddleware>(access);
        app.UseMiddleware<CrossOriginMiddleware>(access);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseMiddleware<PageLinkMiddleware>();
        app.UseMiddleware<ConsoleAccessMiddleware>(access);
        MapEndpoints(app, pipeline, options, access);
        return app;
    }

    /// <summary>URL of a started host, such as <c>http://localhost:8420</c>, as this machine reaches it.</summary>
    public static string GetAddress(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var url = new Uri(bound);
        var isOneAddress = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
            && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
        return $"http://{(isOneAddress ? url.Host : "localhost")}:{url.Port}";
    }

    private static void AddServices(IServiceCollection services, LocalPipeline pipeline, ConsoleOptions options)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.AddExceptionHandler<FullDiskHandler>();
        services.AddConsole(pipeline, options);
        services.AddHostedService<DailySweep>();
    }

    private static void MapEndpoints(WebApplication app, LocalPipeline pipeline, ConsoleOptions options, HostAccess access)
    {
        app.MapConsole();
        app.MapHealth(pipeline);
        app.MapHttpApi(pipeline, Math.Min(options.MaxUploadBytes, pipeline.Limits.MaxBytes), access.Credentials);
        var stepFunctions = app.MapStepFunctions(pipeline, access.Credentials);
        app.MapPage();
        var s3 = app.MapS3(pipeline, new(options.MaxUploadBytes) { AllowedOrigins = access.Origins.All, Credentials = access.Credentials });
        // Step Functions and STS under names such as sync-states.localhost, which AWS clients make of the name that they are given.
        app.MapPost("/", context => StepFunctionsEndpoints.IsCall(context.Request) ? stepFunctions(context) : s3(context))
            .RequireHost("*.localhost").WithOrder(S3Endpoints.VirtualHostOrder - 1).WithMetadata(ChecksSignatures.Instance).ExcludeFromDescription();
        // A signed request lists the buckets; browsers get the page.
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => S3Endpoints.IsS3Request(context.Request) ? s3(context) : ConsoleEndpoints.SendPageAsync(context))
            .ExcludeFromDescription();
    }
}
