using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Http.Routes;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Api;

/// <summary>The API in Lambda, on emulators.</summary>
public abstract class HttpApiFunctionContract(DynamoDbEmulator dynamo, S3Emulator s3) : HttpApiContract, IAsyncLifetime
{
    private string _bucket = "";
    private IImageCatalogue _catalogue = null!;
    private GatewayUnderTest _gateway = null!;

    protected override string Bucket => _bucket;

    protected override IImageCatalogue Catalogue => _catalogue;

    public async Task InitializeAsync()
    {
        _bucket = await s3.CreateBucketAsync();
        _catalogue = new DynamoImageCatalogue(dynamo.Client, await dynamo.CreateTableAsync());
        _gateway = new(_catalogue, s3.Client, CreateOptions());
    }

    public Task DisposeAsync()
    {
        _gateway?.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _gateway.SendAsync(request);

    protected override Task PutOriginalAsync(string key, byte[] content) =>
        s3.Client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = new MemoryStream(content) });

    protected override async Task<bool> HasOriginalAsync(string key)
    {
        try
        {
            await s3.Client.GetObjectMetadataAsync(_bucket, key);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    [Fact]
    public async Task CallersUseOnlyKeysBelowTheSubjectOfTheirToken()
    {
        using var gateway = new GatewayUnderTest(_catalogue, s3.Client, CreateOptions() with { HasCallerPrefix = true });
        using var content = new StringContent("""{"key":"a.jpg","contentType":"image/jpeg","size":1}""");
        await PutOriginalAsync("ann/a.jpg", [1]);
        await PutOriginalAsync("anne/a.jpg", [1]);

        var upload = JsonNode.Parse(await (await gateway.SendAsync(new(HttpMethod.Post, new Uri("v1/uploads", UriKind.Relative)) { Content = content }, "ann")).Content.ReadAsStringAsync())!;
        var list = JsonNode.Parse(await (await gateway.SendAsync(Create(HttpMethod.Get, "v1/images"), "ann")).Content.ReadAsStringAsync())!;
        var foreign = JsonNode.Parse(await (await gateway.SendAsync(Create(HttpMethod.Get, "v1/images?prefix=anne/"), "ann")).Content.ReadAsStringAsync())!;
        var read = await gateway.SendAsync(Create(HttpMethod.Get, "v1/images/anne/a.jpg"), "ann");
        var deletion = await gateway.SendAsync(Create(HttpMethod.Delete, "v1/images/anne/a.jpg"), "ann");

        Assert.Equal("ann/a.jpg", upload["key"]!.GetValue<string>());
        Assert.Equal("ann/a.jpg", upload["upload"]!["fields"]!["key"]!.GetValue<string>());
        Assert.Equal(["ann/a.jpg"], list["images"]!.AsArray().Select(image => image!["key"]!.GetValue<string>()));
        Assert.Empty(foreign["images"]!.AsArray());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.StatusCode, deletion.StatusCode));
        Assert.True(await HasOriginalAsync("anne/a.jpg"));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb/")]
    [InlineData("auth0|1%2F", "auth0|1%252F/")]
    public async Task SubjectWithASlashHasNoPrefixBelowAnother(string subject, string prefix)
    {
        using var gateway = new GatewayUnderTest(_catalogue, s3.Client, CreateOptions() with { HasCallerPrefix = true });
        using var content = new StringContent("""{"key":"a.jpg","contentType":"image/jpeg","size":1}""");

        var response = await gateway.SendAsync(new(HttpMethod.Post, new Uri("v1/uploads", UriKind.Relative)) { Content = content }, subject);

        Assert.Equal($"{prefix}a.jpg", JsonNode.Parse(await response.Content.ReadAsStringAsync())!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task KeysThatTheEventPatternDoesNotRouteAreRefused()
    {
        using var gateway = new GatewayUnderTest(_catalogue, s3.Client, CreateOptions(), new KeyFilter("photos/", [".jpg", ".png"]));

        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(gateway, "photos/a.JPG")).StatusCode);
        foreach (var key in new[] { "a.jpg", "photos/a.gif" })
        {
            var response = await UploadAsync(gateway, key);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(
                "begin with 'photos/' and keys must end in .jpg or .png",
                JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RenditionsWithoutDeliveryHaveNoAddress()
    {
        using var gateway = new GatewayUnderTest(_catalogue, s3.Client, CreateOptions() with { RenditionsUrl = null });
        await Catalogue.TryWriteAsync(CreateEntry(), CancellationToken.None);

        var image = JsonNode.Parse(await (await gateway.SendAsync(Create(HttpMethod.Get, "v1/images/a.jpg"))).Content.ReadAsStringAsync())!;
        var redirect = await gateway.SendAsync(Create(HttpMethod.Get, "v1/i/a.jpg/thumb"));

        Assert.Null(image["version"]!["renditions"]![0]!["url"]);
        Assert.Equal(HttpStatusCode.NotFound, redirect.StatusCode);
        Assert.Contains("noDelivery", await redirect.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestDoesNotWaitUnlessTheDeploymentAllowsIt()
    {
        using var gateway = new GatewayUnderTest(_catalogue, s3.Client, CreateOptions() with { MaxWait = TimeSpan.Zero });
        var start = TimeProvider.System.GetTimestamp();

        var response = await gateway.SendAsync(Create(HttpMethod.Get, "v1/images/a.jpg?wait=20"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", HttpStatusCode.ServiceUnavailable, "busy")]
    [InlineData("ValidationException", HttpStatusCode.InternalServerError, "internalError")]
    public async Task FaultIsLoggedAndAnsweredWithAProblem(string error, HttpStatusCode status, string code)
    {
        var service = new ScriptedService(_ => new(HttpStatusCode.BadRequest)
        {
            Content = new StringContent($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{error}}","message":"secret-table"}""", null, "application/x-amz-json-1.0"),
        });
        using var gateway = new GatewayUnderTest(new DynamoImageCatalogue(service.CreateDynamoDb(), "images"), s3.Client, CreateOptions());

        var response = await gateway.SendAsync(Create(HttpMethod.Get, "v1/images/a.jpg"));

        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, code), (response.StatusCode, JsonNode.Parse(body)!["code"]!.GetValue<string>()));
        Assert.DoesNotContain("secret-table", body, StringComparison.Ordinal);
        var line = Assert.Single(gateway.Lines.Read());
        Assert.Equal("ERROR", line["level"]!.GetValue<string>());
        Assert.Contains("secret-table", line["errorMessage"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private ApiOptions CreateOptions() => new(_bucket, MaxBytes, "https://cdn.example.com/", MaxWait: ApiOptions.LongestWait);

    private CatalogueEntry CreateEntry()
    {
        var version = new ImageVersion(
            new string('a', 64), "11223344", "a.jpg/x/", Pipeline.Imaging.Formats.ImageFormat.Jpeg, 40, 30, 1, 123, null,
            [new("thumb", "a.jpg/x/thumb.webp", Pipeline.Imaging.Formats.ImageFormat.WebP, "image/webp", 20, 15, 1, 43)]);
        var now = DateTimeOffset.UtcNow;
        return new(new($"{_bucket}/a.jpg", _bucket, "a.jpg", ImageStatus.Ready, version, "01", "etag", null, null, "execution", now, now), [], [], 1);
    }

    private static async Task<HttpResponseMessage> UploadAsync(GatewayUnderTest gateway, string key)
    {
        using var content = new StringContent(new JsonObject { ["key"] = key, ["contentType"] = "image/jpeg", ["size"] = 1 }.ToJsonString(), Encoding.UTF8);
        return await gateway.SendAsync(new(HttpMethod.Post, new Uri("v1/uploads", UriKind.Relative)) { Content = content });
    }
}

[Collection(Emulated.ByDynalite)]
public sealed class HttpApiFunctionOnDynaliteTests(Dynalite dynamo, Fauxqs s3) : HttpApiFunctionContract(dynamo, s3);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class HttpApiFunctionOnDynamoDbLocalTests(DynamoDbLocal dynamo, Fauxqs s3) : HttpApiFunctionContract(dynamo, s3);
