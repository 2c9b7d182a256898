using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pipeline.Host.Console.StaticFiles;

/// <summary>The files of the page, which the build embeds in the program.</summary>
internal static class WebFiles
{
    private const string ResourcePrefix = "web/";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    /// <summary>Maps every file to its own name.</summary>
    public static void MapWebFiles(this IEndpointRouteBuilder app)
    {
        var assembly = typeof(WebFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            Map(app, assembly, name, "/" + name[ResourcePrefix.Length..]);
        }
    }

    /// <summary>The page itself, at <c>/</c>.</summary>
    public static IResult Index() => Open(typeof(WebFiles).Assembly, ResourcePrefix + "index.html");

    private static void Map(IEndpointRouteBuilder app, Assembly assembly, string name, string path)
    {
        // The build puts a hash of the content in the file names below assets/.
        var caching = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) =>
        {
            response.Headers.CacheControl = caching;
            return Open(assembly, name);
        }).ExcludeFromDescription();
    }

    private static IResult Open(Assembly assembly, string name) => Results.Stream(
        assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program has no embedded file {name}."),
        MediaTypes[Path.GetExtension(name)]);
}
