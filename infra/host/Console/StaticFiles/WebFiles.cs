using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pipeline.Host.Console.StaticFiles;

/// <summary>The files of a page, which the build embeds in the program. <c>Console.targets</c> names the resources.</summary>
internal sealed class WebFiles
{
    private const string Index = "index.html";

    private static readonly Assembly Program = typeof(WebFiles).Assembly;

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

    private readonly string _folder;
    private readonly string _assetCaching;

    private WebFiles(string folder, string assetCaching) => (_folder, _assetCaching) = (folder, assetCaching);

    /// <summary>The console. The build puts a hash of the content in the file names below <c>assets</c>.</summary>
    private static WebFiles Console { get; } = new("web/", "public, max-age=31536000, immutable");

    /// <summary>A page that says that the build lacked Node.js, and how to get the console.</summary>
    public static WebFiles Fallback { get; } = new("fallback/", "no-cache");

    /// <summary>Whether the build made the console.</summary>
    public static bool HasPage { get; } = Program.GetManifestResourceInfo(Console._folder + Index) is not null;

    /// <summary>The files that the host serves: the console if the build made it, otherwise the page that says why not.</summary>
    public static WebFiles Served { get; } = HasPage ? Console : Fallback;

    /// <summary>Maps every file to its own name.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var name in Program.GetManifestResourceNames().Where(name => name.StartsWith(_folder, StringComparison.Ordinal)))
        {
            Map(app, name, "/" + name[_folder.Length..]);
        }
    }

    /// <summary>The page itself, at <c>/</c>.</summary>
    public IResult OpenIndex() => Open(_folder + Index);

    private void Map(IEndpointRouteBuilder app, string name, string path)
    {
        var caching = path.StartsWith("/assets/", StringComparison.Ordinal) ? _assetCaching : "no-cache";
        app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) =>
        {
            response.Headers.CacheControl = caching;
            return Open(name);
        }).ExcludeFromDescription();
    }

    private static IResult Open(string name) => Results.Stream(
        Program.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program has no embedded file {name}."),
        MediaTypes[Path.GetExtension(name)]);
}
