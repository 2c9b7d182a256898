using System.Net;
using System.Text.RegularExpressions;
using Pipeline.Host.Console.StaticFiles;
using Pipeline.Testing.Hosts;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.StaticFiles;

public sealed partial class WebFilesTests
{
    [Fact]
    public async Task FallbackLoadsItsFilesFromThisHostOnly()
    {
        await using var served = await ServedEndpoints.StartAsync(WebFiles.Fallback.Map);
        var page = await served.Client.GetStringAsync(new Uri("index.html", UriKind.Relative));

        var files = LoadedFile().Matches(page).Select(file => file.Groups[1].Value).Distinct().Order().ToArray();

        Assert.Equal(["/assets/fallback.css", "/favicon.svg"], files);
        foreach (var file in files)
        {
            using var response = await served.Client.GetAsync(new Uri(file, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
            Assert.Equal(Path.GetExtension(file) == ".css" ? "text/css" : "image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task FallbackHasNothingInlineWhichThePolicyForbids()
    {
        await using var served = await ServedEndpoints.StartAsync(WebFiles.Fallback.Map);

        var page = await served.Client.GetStringAsync(new Uri("index.html", UriKind.Relative));

        Assert.DoesNotMatch(@"<script|<style|\sstyle=|\son\w+=|javascript:", page);
        Assert.Contains("Node.js</a> 20.19 or newer", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FallbackLinksToWhatTheHostHas()
    {
        await using var served = await ServedEndpoints.StartAsync(WebFiles.Fallback.Map);
        await using var host = await HostUnderTest.StartAsync();
        var page = await served.Client.GetStringAsync(new Uri("index.html", UriKind.Relative));

        var links = Link().Matches(page).Select(link => link.Groups[1].Value).ToArray();

        Assert.Equal(["/openapi.json", "/api/status", "/metrics"], links);
        foreach (var link in links)
        {
            using var response = await host.Client.GetAsync(new Uri(link, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task HostServesThePageOrTheFallback()
    {
        await using var host = await HostUnderTest.StartAsync();

        var page = await host.Client.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(!WebFiles.HasPage, page.Contains("was not built", StringComparison.Ordinal));
        Assert.Equal(WebFiles.HasPage, page.Contains("<script", StringComparison.Ordinal));
    }

    [GeneratedRegex("""<(?:link|img|script)\s[^>]*?(?:href|src)="([^"]+)""")]
    private static partial Regex LoadedFile();

    [GeneratedRegex("""<a href="(/[^"]+)""")]
    private static partial Regex Link();
}
