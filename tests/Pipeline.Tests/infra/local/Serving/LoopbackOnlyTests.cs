using System.Net;

namespace Pipeline.Tests.Local.Serving;

public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("localhost:1")]
    [InlineData("localhost")]
    [InlineData("192.168.0.10:{port}")]
    [InlineData("localhost.evil.example:{port}")]
    [InlineData("a-label-of-more-than-63-characters-which-no-name-in-the-dns-can-have:{port}")]
    public async Task ForeignHostIsRefused(string host)
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/status");
        request.Headers.Host = host.Replace("{port}", $"{served.Port}", StringComparison.Ordinal);

        using var response = await served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains($"Use http://localhost:{served.Port}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetricsAreForOwnHostsOnly()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.Host = $"evil.example:{served.Port}";

        using var refused = await served.Client.SendAsync(request);
        using var answer = await served.Client.GetAsync(new Uri("metrics", UriKind.Relative));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, answer.StatusCode));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task OwnHostIsServed(string host)
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/status");
        request.Headers.Host = $"{host}:{served.Port}";

        using var response = await served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://localhost:{port}", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:3000", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:{port}", HttpStatusCode.Accepted)]
    [InlineData("http://127.0.0.1:{port}", HttpStatusCode.Accepted)]
    public async Task OnlyOwnOriginsMayWrite(string origin, HttpStatusCode expected)
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/uploads/a.jpg") { Content = new ByteArrayContent([1]) };
        request.Headers.Add("Origin", origin.Replace("{port}", $"{served.Port}", StringComparison.Ordinal));

        using var response = await served.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        var stored = await served.Pipeline.Pipeline.Store.Uploads.HeadAsync("a.jpg", CancellationToken.None);
        Assert.Equal(expected == HttpStatusCode.Accepted, stored is not null);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", HttpStatusCode.Forbidden)]
    [InlineData("same-site", "cors", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", HttpStatusCode.OK)]
    [InlineData("same-origin", "cors", HttpStatusCode.OK)]
    [InlineData("none", "navigate", HttpStatusCode.OK)]
    public async Task ForeignPagesMayLinkHereButNotReadOrEmbed(string site, string mode, HttpStatusCode expected)
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/status");
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);

        using var response = await served.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task ResponsesForbidSniffingFramingAndForeignContent()
    {
        await using var served = await HostUnderTest.StartAsync();

        using var response = await served.Client.GetAsync(new Uri("api/status", UriKind.Relative));

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }
}
