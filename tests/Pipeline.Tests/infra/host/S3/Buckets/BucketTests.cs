using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Buckets;

public sealed class BucketTests : IAsyncLifetime
{
    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync();

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Fact]
    public async Task ListHoldsBothBuckets()
    {
        // Without a signature, the response is the page.
        (string, string) signed = ("Authorization", "AWS4-HMAC-SHA256 Credential=anybody");
        var list = await _s3.GetAsync("", signed);

        Assert.Equal(["renditions", "uploads"], list.Values("Name"));
        Assert.Equal(["uploads"], (await _s3.GetAsync("?prefix=up", signed)).Values("Name"));
        Assert.Equal("application/xml", list.Header("Content-Type"));
    }

    [Theory]
    [InlineData("uploads")]
    [InlineData("renditions/")]
    public async Task BucketsCanBeRecreatedButNotDeleted(string bucket)
    {
        Assert.Equal(HttpStatusCode.OK, (await _s3.SendAsync("PUT", bucket)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _s3.SendAsync("HEAD", bucket)).Status);
        Assert.Equal("us-east-1", (await _s3.SendAsync("HEAD", bucket)).Header("x-amz-bucket-region"));
        Assert.Equal("", (await _s3.GetAsync($"{bucket}?location")).Xml.Value);
        Assert.Equal("403 AccessDenied", (await _s3.SendAsync("DELETE", bucket)).Error);
    }

    [Fact]
    public async Task OtherBucketsNeitherExistNorCanBeCreated()
    {
        var create = await _s3.SendAsync("PUT", "other");

        Assert.Equal("400 TooManyBuckets", create.Error);
        Assert.Contains("uploads and renditions", create.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _s3.SendAsync("HEAD", "other")).Status);
        foreach (var (method, path) in ((string, string)[])[("GET", "other"), ("GET", "other/a"), ("PUT", "other/a"), ("DELETE", "other/a"), ("DELETE", "other")])
        {
            Assert.Equal("404 NoSuchBucket", (await _s3.SendAsync(method, path, method == "PUT" ? [] : null)).Error);
        }
    }

    [Theory]
    [InlineData("PUT", "uploads?acl")]
    [InlineData("PUT", "uploads?versioning")]
    [InlineData("PUT", "uploads?policy")]
    [InlineData("PUT", "uploads?lifecycle")]
    [InlineData("PUT", "uploads?tagging")]
    [InlineData("DELETE", "uploads?policy")]
    [InlineData("PUT", "uploads?inventory&id=x")]
    [InlineData("GET", "uploads?metadataTable")]
    [InlineData("PUT", "uploads/a?acl")]
    [InlineData("GET", "uploads/a?versioning")]
    [InlineData("PUT", "uploads/a?retention")]
    [InlineData("POST", "uploads/a?select&select-type=2")]
    [InlineData("POST", "uploads/a?restore")]
    public async Task UnsupportedOperationReturns501AndChangesNothing(string method, string path)
    {
        var response = await _s3.SendAsync(method, path, method == "GET" ? null : "x"u8.ToArray());

        Assert.Equal("501 NotImplemented", response.Error);
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Theory]
    [InlineData("analytics")]
    [InlineData("intelligent-tiering")]
    [InlineData("inventory")]
    [InlineData("metrics")]
    public async Task ListsOfConfigurationsAreEmpty(string subresource)
    {
        Assert.Equal("false", (await _s3.GetAsync($"uploads?{subresource}")).Value("IsTruncated"));
        Assert.Equal("404 NoSuchConfiguration", (await _s3.GetAsync($"uploads?{subresource}&id=x")).Error);
        Assert.Equal("404 NoSuchBucket", (await _s3.GetAsync($"other?{subresource}")).Error);
    }

    [Theory]
    [InlineData("PATCH", "uploads/a")]
    [InlineData("PATCH", "uploads")]
    [InlineData("POST", "uploads/a")]
    [InlineData("DELETE", "")]
    public async Task UnsupportedMethodReturns405(string method, string path) =>
        Assert.Equal("405 MethodNotAllowed", (await _s3.SendAsync(method, path)).Error);

    [Fact]
    public async Task ErrorHasTheFormatOfS3()
    {
        var response = await _s3.GetAsync("uploads/cats/none.jpg");

        Assert.Equal("application/xml", response.Header("Content-Type"));
        Assert.Equal(
            ["Code", "Message", "Key", "Resource", "RequestId", "HostId"], response.Xml.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("Error", response.Xml.Name.ToString());
        Assert.Equal("/uploads/cats/none.jpg", response.Xml.Element("Resource")!.Value);
        Assert.Equal(response.Header("x-amz-request-id"), response.Xml.Element("RequestId")!.Value);
    }

    [Fact]
    public async Task TagsAreAcceptedButNotKept()
    {
        await _s3.PutAsync("uploads/a", "x"u8.ToArray(), ("x-amz-tagging", "a=b"), ("x-amz-meta-a", "b"), ("x-amz-acl", "private"), ("x-amz-storage-class", "STANDARD_IA"));

        Assert.Equal(HttpStatusCode.OK, (await _s3.PutAsync("uploads/a?tagging", "<Tagging/>")).Status);
        Assert.Equal([""], (await _s3.GetAsync("uploads/a?tagging")).Values("TagSet"));
        Assert.Equal(HttpStatusCode.NoContent, (await _s3.SendAsync("DELETE", "uploads/a?tagging")).Status);
        Assert.Equal("404 NoSuchKey", (await _s3.GetAsync("uploads/none?tagging")).Error);
        Assert.Equal("x", (await _s3.GetAsync("uploads/a")).Text);
    }

    [Theory]
    [InlineData("versioning", "VersioningConfiguration", "")]
    [InlineData("accelerate", "AccelerateConfiguration", "")]
    [InlineData("logging", "BucketLoggingStatus", "")]
    [InlineData("notification", "NotificationConfiguration", "")]
    [InlineData("requestPayment", "RequestPaymentConfiguration", "BucketOwner")]
    [InlineData("acl", "AccessControlPolicy", "locallocallocallocalFULL_CONTROL")]
    public async Task PropertiesOfBucketsAreWhatHolds(string subresource, string root, string text)
    {
        foreach (var bucket in (string[])["uploads", "renditions"])
        {
            var response = await _s3.GetAsync($"{bucket}?{subresource}");

            Assert.Equal((HttpStatusCode.OK, root, text), (response.Status, response.Xml.Name.LocalName, response.Xml.Value));
        }

        Assert.Equal("404 NoSuchBucket", (await _s3.GetAsync($"other?{subresource}")).Error);
    }

    [Theory]
    [InlineData("policy", "NoSuchBucketPolicy")]
    [InlineData("policyStatus", "NoSuchBucketPolicy")]
    [InlineData("lifecycle", "NoSuchLifecycleConfiguration")]
    [InlineData("tagging", "NoSuchTagSet")]
    [InlineData("website", "NoSuchWebsiteConfiguration")]
    [InlineData("encryption", "ServerSideEncryptionConfigurationNotFoundError")]
    [InlineData("replication", "ReplicationConfigurationNotFoundError")]
    [InlineData("object-lock", "ObjectLockConfigurationNotFoundError")]
    [InlineData("ownershipControls", "OwnershipControlsNotFoundError")]
    [InlineData("publicAccessBlock", "NoSuchPublicAccessBlockConfiguration")]
    public async Task MissingConfigurationHasTheErrorOfS3(string subresource, string error)
    {
        Assert.Equal($"404 {error}", (await _s3.GetAsync($"uploads?{subresource}")).Error);
        Assert.Equal("404 NoSuchBucket", (await _s3.GetAsync($"other?{subresource}")).Error);
    }

    [Fact]
    public async Task ObjectsBelongToTheOwner()
    {
        await _s3.PutAsync("uploads/a", "x");

        Assert.Equal(["FULL_CONTROL"], (await _s3.GetAsync("uploads/a?acl")).Values("Permission"));
        Assert.Equal("404 NoSuchKey", (await _s3.GetAsync("uploads/none?acl")).Error);
    }

    [Fact]
    public async Task BucketIsTheFirstLabelOfTheHost()
    {
        await _s3.PutAsync("uploads/a", "x");

        Assert.EndsWith("\r\n\r\nx", await _s3.SendRawAsync("GET /a", host: "uploads.localhost"), StringComparison.Ordinal);
        Assert.Contains("<VersioningConfiguration", await _s3.SendRawAsync("GET /?versioning", host: "uploads.localhost"), StringComparison.Ordinal);
        Assert.Contains("<Code>NoSuchBucket</Code>", await _s3.SendRawAsync("GET /a", host: "other.localhost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorsConfigurationIsWhatTheHostWasStartedWith()
    {
        await using var open = await S3UnderTest.StartAsync(access: new() { Origins = new(["http://localhost:3000", "https://dev.example"]) });

        var cors = await open.GetAsync("renditions?cors");

        Assert.Equal("404 NoSuchCORSConfiguration", (await _s3.GetAsync("uploads?cors")).Error);
        Assert.Equal("404 NoSuchBucket", (await open.GetAsync("other?cors")).Error);
        Assert.Equal("501 NotImplemented", (await open.SendAsync("PUT", "uploads?cors", [])).Error);
        Assert.Equal(["http://localhost:3000", "https://dev.example"], cors.Values("AllowedOrigin"));
        Assert.Equal(["GET", "HEAD", "PUT", "POST", "DELETE"], cors.Values("AllowedMethod"));
        Assert.Contains("ETag", cors.Values("ExposeHeader"));
        Assert.Equal(("*", "600"), (cors.Value("AllowedHeader"), cors.Value("MaxAgeSeconds")));
    }

    [Theory]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=…", "", true)]
    [InlineData("x-amz-date", "20260101T000000Z", "", true)]
    [InlineData("Accept", "text/html", "?X-Amz-Signature=1", true)]
    [InlineData("Accept", "text/html", "?x=1", false)]
    [InlineData("Authorization", "Bearer 1", "", false)]
    public void S3RequestIsRecognisedByItsSignature(string header, string value, string query, bool expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[header] = value;
        http.Request.QueryString = new(query);

        Assert.Equal(expected, S3Endpoints.IsS3Request(http.Request));
    }
}
