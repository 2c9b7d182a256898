using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Aws.Calls;
using Pipeline.Host.Signatures;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Host.Signatures;

/// <summary>A host with credentials accepts what the AWS SDK signs with them, and nothing else.</summary>
public sealed class SignedRequestTests : IAsyncLifetime
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "a secret/with+signs=");

    private S3UnderTest _host = null!;
    private AmazonS3Client _s3 = null!;

    public async Task InitializeAsync()
    {
        _host = await S3UnderTest.StartAsync(access: new() { Credentials = Credentials });
        _s3 = CreateClient(Credentials.AccessKey, Credentials.SecretKey);
    }

    public async Task DisposeAsync()
    {
        _s3.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("Łódź & 猫/a b+c.txt")]
    [InlineData("a//b/./../c~*'()!;:@&=+$,?#[]%20.txt")]
    public async Task ObjectsOfEveryKeyArePutReadListedAndDeleted(string key)
    {
        await _s3.PutObjectAsync(new() { BucketName = "uploads", Key = key, ContentBody = "content", Metadata = { ["album"] = "two  spaces" } });
        using var get = await _s3.GetObjectAsync("uploads", key);
        var list = await _s3.ListObjectsV2Async(new() { BucketName = "uploads", Prefix = key[..3], StartAfter = " " });
        await _s3.DeleteObjectsAsync(new() { BucketName = "uploads", Objects = [new() { Key = key }] });

        Assert.Equal("content", await new StreamReader(get.ResponseStream).ReadToEndAsync());
        Assert.Equal([key], list.S3Objects.Select(found => found.Key));
        Assert.Equal(["renditions", "uploads"], (await _s3.ListBucketsAsync()).Buckets.Select(bucket => bucket.BucketName));
    }

    [Theory]
    [InlineData(true, "CRC32")]
    [InlineData(true, null)]
    [InlineData(false, "SHA256")]
    public async Task EveryFormOfSignedContentIsAccepted(bool chunked, string? algorithm)
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);

        await _s3.PutObjectAsync(CreatePut(content, chunked, algorithm));

        using var get = await _s3.GetObjectAsync("uploads", "a.bin");
        using var found = new MemoryStream();
        await get.ResponseStream.CopyToAsync(found);
        Assert.Equal(content, found.ToArray());
    }

    [Theory]
    [InlineData(true, "CRC32", "403 SignatureDoesNotMatch")]
    [InlineData(true, null, "403 SignatureDoesNotMatch")]
    [InlineData(false, null, "400 XAmzContentSHA256Mismatch")]
    public async Task ContentThatIsChangedOnItsWayIsRefused(bool chunked, string? algorithm, string expected)
    {
        using var s3 = CreateClient(Credentials.AccessKey, Credentials.SecretKey, new ChangingHandler());

        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.PutObjectAsync(CreatePut(new byte[200_000], chunked, algorithm)));

        Assert.Equal(expected, $"{(int)refusal.StatusCode} {refusal.ErrorCode}");
        Assert.Empty((await _host.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Theory]
    [InlineData("other", "a secret/with+signs=", "InvalidAccessKeyId")]
    [InlineData("AKLOCAL", "other", "SignatureDoesNotMatch")]
    public async Task OtherCredentialsAreRefused(string accessKey, string secretKey, string expected)
    {
        using var s3 = CreateClient(accessKey, secretKey);

        var read = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.ListObjectsV2Async(new() { BucketName = "uploads" }));
        var write = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x" }));

        Assert.Equal([expected, expected], [read.ErrorCode, write.ErrorCode]);
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], [read.StatusCode, write.StatusCode]);
        Assert.Empty((await _host.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Fact]
    public async Task UnsignedRequestsAreRefused()
    {
        Assert.Equal("403 AccessDenied", (await _host.GetAsync("uploads")).Error);
        Assert.Equal("403 AccessDenied", (await _host.PutAsync("uploads/a", "x")).Error);
        Assert.Equal("400 InvalidRequest", (await _host.GetAsync("uploads", ("Authorization", "AWS AKLOCAL:c2lnbmF0dXJl"))).Error);
        Assert.Equal("400 AuthorizationHeaderMalformed", (await _host.GetAsync("uploads", ("Authorization", "AWS4-HMAC-SHA256 Credential=AKLOCAL"))).Error);
    }

    [Fact]
    public async Task PresignedUrlsPutAndGetUntilTheyExpire()
    {
        using var content = new ByteArrayContent("content"u8.ToArray());
        var put = Presign(HttpVerb.PUT, TimeSpan.FromHours(1));
        var get = Presign(HttpVerb.GET, TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.OK, (await _host.Client.PutAsync(new Uri(put), content)).StatusCode);
        Assert.Equal("content", await _host.Client.GetStringAsync(new Uri(get)));
        Assert.Equal("403 SignatureDoesNotMatch", (await _host.GetAsync(put)).Error);
        Assert.Equal("403 SignatureDoesNotMatch", (await _host.GetAsync(get.Replace("a%20b", "a%20c", StringComparison.Ordinal))).Error);
        Assert.Equal("403 SignatureDoesNotMatch", (await _host.GetAsync(get.Replace("X-Amz-Expires=3600", "X-Amz-Expires=7200", StringComparison.Ordinal))).Error);
        Assert.Equal("403 AccessDenied", (await _host.GetAsync(get, ("x-amz-meta-a", "b"))).Error);
        Assert.Equal("400 AuthorizationQueryParametersError", (await _host.GetAsync(get.Replace("X-Amz-Expires=3600", "X-Amz-Expires=0", StringComparison.Ordinal))).Error);

        var shortLived = Presign(HttpVerb.GET, TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        var expired = await _host.GetAsync(shortLived);
        Assert.Equal(("403 AccessDenied", "Request has expired"), (expired.Error, expired.Xml.Element("Message")!.Value));
    }

    [Theory]
    [InlineData(-16, "403 RequestTimeTooSkewed")]
    [InlineData(16, "403 RequestTimeTooSkewed")]
    [InlineData(-14, "403 SignatureDoesNotMatch")]
    [InlineData(14, "403 SignatureDoesNotMatch")]
    public async Task ClocksMayDifferByFifteenMinutes(int minutes, string expected)
    {
        var timestamp = DateTime.UtcNow.AddMinutes(minutes).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        var response = await _host.GetAsync(
            "uploads",
            ("Authorization", $"AWS4-HMAC-SHA256 Credential=AKLOCAL/{timestamp[..8]}/eu-central-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"),
            ("x-amz-date", timestamp),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));

        Assert.Equal(expected, response.Error);
    }

    [Theory]
    [InlineData("AKLOCAL", "a secret/with+signs=", "states", 0, null)]
    [InlineData("AKLOCAL", "other", "states", 0, "InvalidSignatureException")]
    [InlineData("other", "a secret/with+signs=", "states", 0, "UnrecognizedClientException")]
    [InlineData("AKLOCAL", "a secret/with+signs=", "s3", 0, "IncompleteSignatureException")]
    [InlineData("AKLOCAL", "a secret/with+signs=", "states", 16, "InvalidSignatureException")]
    public async Task StepFunctionsNeedsASignatureToo(string accessKey, string secretKey, string service, int minutes, string? expected)
    {
        var body = "{}"u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, _host.Client.BaseAddress) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "AWSStepFunctions.ListStateMachines");
        new SignatureV4(service, "eu-central-1").Sign(request, body, new ImmutableCredentials(accessKey, secretKey, null), DateTimeOffset.UtcNow.AddMinutes(-minutes));

        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(expected is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(expected, response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? Assert.Single(types) : null);
    }

    [Fact]
    public async Task StepFunctionsRefusesUnsignedRequests()
    {
        var unsigned = await _host.SendAsync("POST", "", "{}"u8.ToArray(), ("X-Amz-Target", "AWSStepFunctions.ListStateMachines"));

        Assert.Equal((HttpStatusCode.Forbidden, "MissingAuthenticationTokenException"), (unsigned.Status, unsigned.Header("x-amzn-ErrorType")));
    }

    [Fact]
    public async Task ConsoleOfThisMachineStillShowsImages()
    {
        await _s3.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x" });

        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("api/status")).Status);
        Assert.Equal("x", (await _host.GetAsync("uploads/a", ("Sec-Fetch-Site", "same-origin"))).Text);
        Assert.Equal("403 AccessDenied", (await _host.SendAsync("DELETE", "uploads/a", null, ("Sec-Fetch-Site", "same-origin"))).Error);
    }

    private static PutObjectRequest CreatePut(byte[] content, bool chunked, string? algorithm) => new()
    {
        BucketName = "uploads",
        Key = "a.bin",
        InputStream = new MemoryStream(content),
        UseChunkEncoding = chunked,
        ChecksumAlgorithm = algorithm is null ? null : ChecksumAlgorithm.FindValue(algorithm),
    };

    private string Presign(HttpVerb verb, TimeSpan lifetime) => _s3.GetPreSignedURL(new()
    {
        BucketName = "uploads", Key = "Łódź/a b.txt", Verb = verb, Expires = DateTime.UtcNow + lifetime, Protocol = Protocol.HTTP,
    });

    private AmazonS3Client CreateClient(string accessKey, string secretKey, DelegatingHandler? handler = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = _host.Address, ForcePathStyle = true, UseHttp = true, AuthenticationRegion = "eu-central-1", MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        if (handler is not null)
        {
            config.HttpClientFactory = new HandlerFactory(handler);
        }

        return new(new BasicAWSCredentials(accessKey, secretKey), config);
    }

    private sealed class HandlerFactory(DelegatingHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            handler.InnerHandler = new SocketsHttpHandler();
            return new(handler);
        }

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    /// <summary>Changes a byte of the content, and leaves the rest of the request.</summary>
    private sealed class ChangingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            body[body.Length / 2] ^= 1;
            var changed = new ByteArrayContent(body);
            foreach (var (name, values) in request.Content.Headers)
            {
                changed.Headers.TryAddWithoutValidation(name, values);
            }

            request.Content = changed;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
