using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class UploadEndpointsTests
{
    [Theory]
    [InlineData("cats/1.jpg", "cats/1.jpg")]
    [InlineData("caf%C3%A9%20%2B%20t%C3%A9.jpg", "café + té.jpg")]
    [InlineData("a%252Fb.jpg", "a%2Fb.jpg")]
    [InlineData("100%25.jpg", "100%.jpg")]
    public async Task KeysAreDecodedExactlyOnce(string path, string key)
    {
        await using var served = await HostUnderTest.StartAsync();

        await served.UploadAsync(path, SyntheticImages.Png(32, 24));
        var image = await served.GetAsync($"api/images/{path}");

        Assert.NotNull(await served.Pipeline.Pipeline.Store.Uploads.HeadAsync(key, CancellationToken.None));
        Assert.Equal(key, image["versions"]![0]!["execution"]!["imageId"]!.GetValue<string>()["uploads/".Length..]);
    }

    [Fact]
    public async Task OneCallSaysWhichOfThousandsOfKeysExist()
    {
        await using var served = await HostUnderTest.StartAsync();
        foreach (var path in (string[])["a.png", "caf%C3%A9%20%2B%20t%C3%A9.png", "cats/7.png"])
        {
            await served.UploadAsync(path, SyntheticImages.Png(32, 24));
        }

        await served.Pipeline.DeleteAsync("a.png");
        var keys = Enumerable.Range(0, 5_000).Select(number => $"cats/{number}.png").Append("café + té.png").Append("a.png");

        var (status, response) = await served.SendAsync("api/originals/existing", new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]) });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["cats/7.png", "café + té.png"], response["keys"]!.AsArray().Select(key => (string?)key));
    }

    [Theory]
    [InlineData("{}", "'keys' is missing or has a null")]
    [InlineData("""{"keys":["a",null]}""", "'keys' is missing or has a null")]
    [InlineData("""{"keys":[]}""", null)]
    public async Task KeysThatAreMissingAreRefused(string request, string? detail)
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync("api/originals/existing", JsonNode.Parse(request));

        Assert.Equal(detail is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        Assert.Contains(detail ?? "[]", response.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreKeysThanTheLimitAreRefusedWithTheLimit()
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync(
            "api/originals/existing", new JsonObject { ["keys"] = new JsonArray([.. Enumerable.Range(0, 10_001).Select(number => (JsonNode)$"{number}")]) });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("There are 10001 keys; the limit is 10000.", (string?)response["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileOverTheLimitIsRefusedWithTheLimitAndLeavesNothing()
    {
        await using var served = await HostUnderTest.StartAsync(options: new(Port: 0) { MaxUploadBytes = 1_000 });

        using var body = new ByteArrayContent(new byte[1_001]);
        using var response = await served.Client.PutAsync(new Uri("api/uploads/large.jpg", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("1000", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await served.Pipeline.Pipeline.Store.Uploads.HeadAsync("large.jpg", CancellationToken.None));
    }

    [Fact]
    public async Task LimitIsEnforcedWhileStreamingWithoutAContentLength()
    {
        await using var served = await HostUnderTest.StartAsync(options: new(Port: 0) { MaxUploadBytes = 1_000 });

        using var body = new ContentOfUnknownLength(new byte[200_000]);
        using var response = await served.Client.PutAsync(new Uri("api/uploads/large.jpg", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("1000", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await served.Pipeline.Pipeline.Store.Uploads.HeadAsync("large.jpg", CancellationToken.None));
    }

    [Fact]
    public async Task FocalPointIsStoredWithTheOriginal()
    {
        await using var served = await HostUnderTest.StartAsync();

        await served.UploadAsync("a.png?focalPoint=0.30%2C0.7", SyntheticImages.Png(32, 24));
        var (status, response) = await served.SendAsync("api/uploads/b.png?focalPoint=0.3", JsonValue.Create(1), HttpMethod.Put);

        var stored = await served.Pipeline.Pipeline.Store.Uploads.HeadAsync("a.png", CancellationToken.None);
        Assert.Equal("0.3,0.7", stored!.Metadata!["focal-point"]);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            "focalPoint is '0.3'; it must be x,y, each from 0 to 1 of the upright picture, such as 0.3,0.7.", response["detail"]!.GetValue<string>());
        Assert.Null(await served.Pipeline.Pipeline.Store.Uploads.HeadAsync("b.png", CancellationToken.None));
    }

    [Fact]
    public async Task UserMetadataReachTheRecord()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/uploads/a.png?focalPoint=0.3,0.7&x-amz-meta-credit=Zo%C3%AB%20%26%20Co")
        {
            Content = new ByteArrayContent(SyntheticImages.Png(32, 24)), Headers = { { "X-Amz-Meta-Album", "Summer" } },
        };

        using var response = await served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await served.WaitForEndAsync(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["execution"]!.GetValue<string>());
        var user = (await served.GetAsync("api/images/a.png"))["record"]!["current"]!["user"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"album": "Summer", "credit": "Zoë & Co", "focal-point": "0.3,0.7"}"""), user["metadata"]), user.ToJsonString());
    }

    [Theory]
    [InlineData("x-amz-meta-a%20b=1", "'a b' is not a name of user metadata; it must be letters, digits and hyphens.")]
    [InlineData("x-amz-meta-a=1%0A2", "The user metadata have a control character; it must be plain text.")]
    public async Task UserMetadataThatS3DoesNotAllowAreRefused(string query, string message)
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync($"api/uploads/a.png?{query}", JsonValue.Create(1), HttpMethod.Put);

        Assert.Equal((HttpStatusCode.BadRequest, message), (status, response["detail"]!.GetValue<string>()));
    }

    [Fact]
    public async Task TooManyUserMetadataAreRefused()
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync($"api/uploads/a.png?x-amz-meta-a={new string('x', 2_048)}", JsonValue.Create(1), HttpMethod.Put);

        Assert.Equal((HttpStatusCode.BadRequest, "The user metadata have 2,049 bytes; names and values together may have 2,048."), (status, response["detail"]!.GetValue<string>()));
    }

    [Fact]
    public async Task KeyOver1024BytesIsRefused()
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync($"api/uploads/{new string('a', 1_025)}", JsonValue.Create(1), HttpMethod.Put);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("1,024 bytes", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadThatNoRuleMatchesStartsNoExecution()
    {
        await using var served = await HostUnderTest.StartAsync();

        var (status, response) = await served.SendAsync("api/uploads/folder/", null, HttpMethod.Put);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Null(response["execution"]);
    }

    private sealed class ContentOfUnknownLength(byte[] content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(content).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
