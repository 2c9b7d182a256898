using System.Net;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Serving;

/// <summary>Paths that people type, and that S3 takes for buckets.</summary>
public sealed class PageLinkTests
{
    private const string Browser = "text/html,application/xhtml+xml,*/*;q=0.8";

    [Theory]
    [InlineData("images", "/#/images")]
    [InlineData("executions/x%20y", "/#/executions/x%20y")]
    public async Task BrowserIsSentToThePageOfThatName(string path, string expected)
    {
        await using var host = await S3UnderTest.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.Address}/{path}") { Headers = { { "Accept", Browser } } };

        using var response = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.Found, expected), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("GET", "images", "*/*", null, "404 NoSuchBucket")]
    [InlineData("GET", "images", null, null, "404 NoSuchBucket")]
    [InlineData("GET", "images?X-Amz-Signature=x", Browser, null, "404 NoSuchBucket")]
    [InlineData("GET", "uploads/images", Browser, null, "404 NoSuchKey")]
    [InlineData("GET", "images", Browser, "uploads.localhost", "404 NoSuchKey")]
    [InlineData("PUT", "images/a", Browser, null, "404 NoSuchBucket")]
    public async Task ClientsOfS3GetItsErrors(string method, string path, string? accept, string? name, string expected)
    {
        await using var host = await S3UnderTest.StartAsync();

        var response = await host.SendAsync(
            method, path, null, [.. accept is null ? Array.Empty<(string, string)>() : [("Accept", accept)], .. name is null ? Array.Empty<(string, string)>() : [("Host", $"{name}:{host.Port}")]]);

        Assert.Equal(expected, response.Error);
    }
}
