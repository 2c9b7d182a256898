using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Local.Hosting;

namespace Pipeline.Local.Serving;

/// <summary>The web server of the local host: page, JSON API, and the protocols that AWS' clients speak, on one loopback port.</summary>
internal static class ConsoleHost
{
    /// <param name="pipeline">What is served.</param>
    /// <param name="options">Where.</param>
    public static WebApplication Create(LocalPipeline pipeline, ConsoleOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "pipeline" });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
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

        var app = builder.Build();
        app.UseRouting();
        return app;
    }

    /// <summary>Where a started host listens: <c>http://localhost:8420</c>.</summary>
    public static string AddressOf(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return $"http://localhost:{new Uri(bound).Port}";
    }
}
