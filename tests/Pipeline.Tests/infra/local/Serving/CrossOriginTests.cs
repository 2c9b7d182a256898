using System.Net;
using Pipeline.Local.Serving;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Serving;

/// <summary><c>--allow-origin</c>: pages of these origins may use the host, and no others.</summary>
public sealed class CrossOriginTests
{
    private const string Page = "http://localhost:3000";
    private static readonly HostAccess Access = new() { Origins = new([Page, "https://dev.example"]) };

    [Theory]
    [InlineData("PUT", "uploads/a.jpg")]
    [InlineData("DELETE", "uploads/a.jpg")]
    [InlineData("POST", "uploads/a.jpg?uploads")]
    [InlineData("PUT", "api/uploads/a.jpg")]
    [InlineData("POST", "")]
    public async Task PreflightAllowsTheMethodAndHeadersThatItAsksFor(string method, string path)
    {
        await using var host = await S3UnderTest.StartAsync(access: Access);

        var answer = await host.SendAsync(
            "OPTIONS", path, null, ("Origin", Page), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "content-type,x-amz-meta-album"));

        Assert.Equal((HttpStatusCode.NoContent, Page), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Contains(method, answer.Header("Access-Control-Allow-Methods")!.Split(", "));
        Assert.Equal("content-type,x-amz-meta-album", answer.Header("Access-Control-Allow-Headers"));
        Assert.Equal("600", answer.Header("Access-Control-Max-Age"));
        Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
        Assert.Empty((await host.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Fact]
    public async Task AllowedPageUploadsAndReadsTheResponse()
    {
        await using var host = await S3UnderTest.StartAsync(access: Access);

        var put = await host.PutAsync("uploads/a.txt", "x"u8.ToArray(), ("Origin", Page), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "cors"));
        var get = await host.GetAsync("uploads/a.txt", ("Origin", "https://dev.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors"));
        var missing = await host.GetAsync("uploads/none", ("Origin", Page));
        var status = await host.GetAsync("api/status", ("Origin", Page));

        Assert.All([put, get, status], response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal([Page, "https://dev.example", Page, Page], new[] { put, get, missing, status }.Select(response => response.Header("Access-Control-Allow-Origin")));
        Assert.Equal("404 NoSuchKey", missing.Error);
        var exposed = put.Header("Access-Control-Expose-Headers")!.Split(", ");
        Assert.Equal(["ETag", "x-amz-request-id", "x-amz-id-2"], new[] { "ETag", "x-amz-request-id", "x-amz-id-2" }.Intersect(exposed));
        Assert.DoesNotContain("*", exposed);
        Assert.All([put, get, missing, status], response => Assert.Equal(("Origin", "cross-origin"), (response.Header("Vary"), response.Header("Cross-Origin-Resource-Policy"))));
    }

    [Theory]
    [InlineData("http://localhost:3001")]
    [InlineData("https://localhost:3000")]
    [InlineData("http://127.0.0.1:3000")]
    [InlineData("http://localhost:3000.evil.example")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task OtherPagesStayRefused(string origin)
    {
        await using var host = await S3UnderTest.StartAsync(access: Access);

        foreach (var path in (string[])["uploads/a.txt", "api/uploads/a.txt"])
        {
            var put = await host.PutAsync(path, "x"u8.ToArray(), ("Origin", origin));
            var preflight = await host.SendAsync("OPTIONS", path, null, ("Origin", origin), ("Access-Control-Request-Method", "PUT"));

            Assert.All([put, preflight], response => Assert.Equal((HttpStatusCode.Forbidden, null), (response.Status, response.Header("Access-Control-Allow-Origin"))));
            Assert.Contains("--allow-origin", put.Text, StringComparison.Ordinal);
        }

        Assert.Empty((await host.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Theory]
    [InlineData("http://localhost:3000/gallery?page=2", HttpStatusCode.OK)]
    [InlineData("https://dev.example/", HttpStatusCode.OK)]
    [InlineData("http://localhost:3001/", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task ImagesShowOnAllowedPagesOnly(string? referrer, HttpStatusCode expected)
    {
        await using var host = await S3UnderTest.StartAsync(access: Access);
        await host.PutAsync("uploads/a.txt", "x");
        List<(string, string)> headers = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")];
        if (referrer is not null)
        {
            headers.Add(("Referer", referrer));
        }

        Assert.Equal(expected, (await host.GetAsync("uploads/a.txt", [.. headers])).Status);
        // Only reading: a page that posts sends its origin.
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync("DELETE", "uploads/a.txt", null, [.. headers])).Status);
    }

    [Fact]
    public async Task EveryPageIsAllowedOnlyWhenAskedFor()
    {
        await using var host = await S3UnderTest.StartAsync(access: new() { Origins = new([AllowedOrigins.Any]) });

        var put = await host.PutAsync("uploads/a.txt", "x"u8.ToArray(), ("Origin", "null"));
        var get = await host.GetAsync("uploads/a.txt", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"));

        Assert.Equal((HttpStatusCode.OK, "*", null), (put.Status, put.Header("Access-Control-Allow-Origin"), put.Header("Access-Control-Allow-Credentials")));
        Assert.Equal(HttpStatusCode.OK, get.Status);
    }

    [Fact]
    public async Task ForeignHostNamesStayRefusedForAllowedPages()
    {
        await using var host = await S3UnderTest.StartAsync(access: Access);

        var response = await host.GetAsync("uploads", ("Origin", Page), ("Host", $"evil.example:{host.Port}"));

        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
    }

    [Fact]
    public async Task NothingChangesWithoutAllowedOrigins()
    {
        await using var host = await S3UnderTest.StartAsync();

        var response = await host.GetAsync("api/status", ("Origin", host.Address.TrimEnd('/')));

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal((null, null, "same-origin"), (response.Header("Vary"), response.Header("Access-Control-Allow-Origin"), response.Header("Cross-Origin-Resource-Policy")));
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData("http://localhost:3000/", "http://localhost:3000")]
    [InlineData("HTTPS://Dev.Example:443", "https://dev.example")]
    [InlineData("http://[::1]:5173", "http://[::1]:5173")]
    [InlineData("http://bücher.example", "http://xn--bcher-kva.example")]
    [InlineData("capacitor://localhost", "capacitor://localhost")]
    [InlineData("localhost:3000", null)]
    [InlineData("localhost", null)]
    [InlineData("http://localhost:3000/app", null)]
    [InlineData("http://localhost:3000?x", null)]
    [InlineData("http://me@localhost:3000", null)]
    [InlineData("http://*.example", null)]
    [InlineData("file:///tmp", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void OriginsAreReadAsBrowsersSendThem(string text, string? expected) => Assert.Equal(expected, AllowedOrigins.TryParse(text));
}
