using System.Net;
using System.Security.Cryptography;
using Pipeline.Aws.Images;
using Pipeline.Core.Storage;
using static Pipeline.Aws.Tests.Aws.ScriptedService;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Responses of S3 that emulators do not give, and headers that they do not show.</summary>
public sealed class S3ResponseTests
{
    private const string Key = "a/x-1/thumb.webp";

    private static readonly RenditionContent Rendition = new(Key, "image/webp", new string('a', 64), new byte[] { 1, 2, 3 });

    [Fact]
    public async Task RenditionIsPutWithChecksumTagAndCondition()
    {
        var service = new ScriptedService(_ => Xml(HttpStatusCode.OK));

        await Store(service).WriteRenditionAsync(Rendition, CancellationToken.None);

        var put = Assert.Single(service.Requests);
        Assert.Equal((HttpMethod.Put, "renditions.s3.scripted", "/" + Key), (put.Method, put.RequestUri!.Host, put.RequestUri.AbsolutePath));
        Assert.Equal("*", Header(put, "If-None-Match"));
        Assert.Equal("unpublished=true", Header(put, "x-amz-tagging"));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData([1, 2, 3])), Header(put, "x-amz-checksum-sha256"));
        // S3 refuses a second checksum, such as the one that the SDK adds to requests without a checksum.
        Assert.Single(put.Headers, header => header.Key.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(new string('a', 64), Header(put, "x-amz-meta-source-version"));
        // .NET writes the directives in its own order.
        Assert.Equal(["immutable", "max-age=31536000", "public"], Header(put, "Cache-Control")!.Split(", ").Order());
        Assert.Equal("image/webp", put.Content!.Headers.ContentType!.MediaType);
        Assert.Equal(3, put.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task OriginalIsRequestedByVersionAndEntityTag()
    {
        var service = new ScriptedService(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2, 3]) });

        var read = await Store(service).ReadOriginalAsync(new("uploads", "a b.jpg", "v/1", "0123"), 3, CancellationToken.None);

        Assert.Equal([1, 2, 3], Assert.IsType<OriginalRead.Found>(read).Content.ToMemory().ToArray());
        var get = Assert.Single(service.Requests);
        Assert.Equal("\"0123\"", Header(get, "If-Match"));
        Assert.Contains("versionId=v%2F1", get.RequestUri!.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.PreconditionFailed, "PreconditionFailed")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchKey")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchVersion")]
    [InlineData(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed")] // The version is a delete marker.
    public async Task OriginalThatIsGoneOrChangedIsSuperseded(HttpStatusCode status, string code) =>
        Assert.IsType<OriginalRead.Superseded>(await ReadAsync(new(_ => Error(status, code))));

    [Fact]
    public async Task RefusedAccessNamesOperationBucketAndKey()
    {
        var service = new ScriptedService(_ => Error(HttpStatusCode.Forbidden, "AccessDenied"));

        var read = await Assert.ThrowsAsync<StorageAccessDeniedException>(() => ReadAsync(service));
        var write = await Assert.ThrowsAsync<StorageAccessDeniedException>(() => Store(service).WriteRenditionAsync(Rendition, CancellationToken.None));
        var remove = await Assert.ThrowsAsync<StorageAccessDeniedException>(() => Store(service).RemoveRenditionsAsync("a/", CancellationToken.None));

        Assert.StartsWith("GetObject of s3://uploads/a.jpg was refused: Scripted AccessDenied.", read.Message, StringComparison.Ordinal);
        Assert.Equal(("renditions", Key), (write.Bucket, write.Key));
        Assert.Equal(("renditions", "a/"), (remove.Bucket, remove.Key));
    }

    [Theory]
    [InlineData("SlowDown")]
    [InlineData("ServiceUnavailable")]
    public async Task ThrottlingHasANameThatTheStateMachineRetries(string code)
    {
        var exception = await Assert.ThrowsAsync<StorageThrottledException>(() => ReadAsync(new(_ => Error(HttpStatusCode.ServiceUnavailable, code))));

        Assert.StartsWith("GetObject of s3://uploads/a.jpg was throttled:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentOverTheLimitIsNotRead()
    {
        var service = new ScriptedService(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new UnreadableStream()) { Headers = { ContentLength = 5_000_000_000 } } });

        Assert.Equal(new OriginalRead.TooLarge(5_000_000_000), await ReadAsync(service));
    }

    [Fact]
    public async Task TruncatedContentIsAFault()
    {
        var service = new ScriptedService(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(new byte[5])) { Headers = { ContentLength = 9 } } });

        var truncated = await Assert.ThrowsAsync<IOException>(() => ReadAsync(service));

        Assert.Contains("s3://uploads/a.jpg", truncated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConflictWithAnotherWriteIsRetried()
    {
        var conflicts = 2;
        var service = new ScriptedService(_ => conflicts-- > 0 ? Error(HttpStatusCode.Conflict, "ConditionalRequestConflict") : Xml(HttpStatusCode.OK));

        await Store(service).WriteRenditionAsync(Rendition, CancellationToken.None);

        Assert.Equal(3, service.Requests.Count);
    }

    [Fact]
    public async Task PersistentConflictIsAFault()
    {
        var service = new ScriptedService(_ => Error(HttpStatusCode.Conflict, "ConditionalRequestConflict"));

        var conflict = await Assert.ThrowsAsync<RenditionConflictException>(() => Store(service).WriteRenditionAsync(Rendition, CancellationToken.None));

        Assert.Contains($"s3://renditions/{Key}", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(5, service.Requests.Count);
    }

    [Fact]
    public async Task RenditionsThatAreNotRemovedAreNamed()
    {
        var service = new ScriptedService(request => Xml(HttpStatusCode.OK, request.Method == HttpMethod.Get
            ? "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a/1</Key></Contents><Contents><Key>a/2</Key></Contents></ListBucketResult>"
            : "<DeleteResult><Error><Key>a/2</Key><Code>InternalError</Code><Message>Try again.</Message></Error></DeleteResult>"));

        var failed = await Assert.ThrowsAsync<RenditionsNotRemovedException>(() => Store(service).RemoveRenditionsAsync("a/", CancellationToken.None));

        Assert.Equal("renditions", failed.Bucket);
        Assert.Equal(["a/2"], failed.Errors.Keys);
        Assert.Contains("a/2: InternalError (Try again.)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishingFindsAMissingRenditionEvenIfItsTagCanBeRemoved()
    {
        var service = new ScriptedService(request => request.Method == HttpMethod.Delete
            ? new(HttpStatusCode.NoContent)
            : Xml(HttpStatusCode.OK, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));

        var missing = await Assert.ThrowsAsync<RenditionMissingException>(() => Store(service).PublishRenditionsAsync([Key], CancellationToken.None));

        Assert.Equal(Key, missing.Key);
        Assert.Equal([HttpMethod.Delete, HttpMethod.Get], service.Requests.Select(request => request.Method));
        Assert.Contains("prefix=a%2Fx-1%2F", service.Requests[1].RequestUri!.Query, StringComparison.Ordinal);
    }

    private static S3ImageStore Store(ScriptedService service) => new(service.CreateS3(), "renditions", TimeProvider.System);

    private static Task<OriginalRead> ReadAsync(ScriptedService service) =>
        Store(service).ReadOriginalAsync(new("uploads", "a.jpg", null, null), 1_000, CancellationToken.None);

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Content that fails the test if it is read.</summary>
    private sealed class UnreadableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The content was read.");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("The content was read.");

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("The content was read.");
    }
}
