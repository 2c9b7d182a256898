using Amazon.Runtime;
using Amazon.S3;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Infra.Buckets;
using Pipeline.Infra.Configuration;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Infra.Buckets;

public sealed class UploadsBucketCheckTests : IAsyncLifetime
{
    private const string Pipeline = "image-pipeline-dev";

    /// <summary>Buckets of the account, with their tags.</summary>
    private readonly Dictionary<string, Dictionary<string, string>> _buckets = new()
    {
        ["their-photos"] = [],
        ["their-tagged-photos"] = new() { ["team"] = "media" },
        ["image-pipeline-prod-renditions-1a2b3c"] = new() { ["pipeline"] = "image-pipeline-prod", ["image-pipeline-bucket"] = "renditions" },
        ["image-pipeline-old-renditions-1a2b3c"] = new() { ["pipeline"] = "image-pipeline-old" },
        ["image-pipeline-prod-internal-1a2b3c"] = new() { ["pipeline"] = "image-pipeline-prod", ["image-pipeline-bucket"] = "internal" },
        ["image-pipeline-prod-uploads-1a2b3c"] = new() { ["pipeline"] = "image-pipeline-prod", ["image-pipeline-bucket"] = "uploads" },
    };

    private readonly HashSet<string> _empty = [];
    private ServedEndpoints _s3 = null!;
    private AmazonS3Client _client = null!;

    public async Task InitializeAsync()
    {
        _s3 = await ServedEndpoints.StartAsync(app => app.MapFallback(AnswerAsync));
        _client = new("test", "test", new AmazonS3Config { ServiceURL = _s3.Address, ForcePathStyle = true, MaxErrorRetry = 0 });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _s3.DisposeAsync();
    }

    [Theory]
    [InlineData("their-photos")]
    [InlineData("their-tagged-photos")]
    [InlineData("image-pipeline-prod-uploads-1a2b3c")]
    public async Task BucketThatNoPipelineWritesToIsAllowed(string bucket) =>
        Assert.Null(await Record.ExceptionAsync(() => RunAsync(bucket)));

    [Theory]
    [InlineData("image-pipeline-prod-renditions-1a2b3c", "the renditions bucket of image-pipeline-prod")]
    [InlineData("image-pipeline-old-renditions-1a2b3c", "the renditions bucket of image-pipeline-old")]
    [InlineData("image-pipeline-prod-internal-1a2b3c", "the internal bucket of image-pipeline-prod")]
    public async Task BucketThatAPipelineWritesToIsRefused(string bucket, string description)
    {
        var refused = await Assert.ThrowsAsync<InvalidConfigurationException>(() => RunAsync(bucket));

        Assert.StartsWith($"uploadsBucket is {bucket}, {description}: ", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OriginalsOfTheStacksOwnBucketAreNotDeleted()
    {
        _buckets["image-pipeline-dev-uploads-9f8e7d"] = new() { ["pipeline"] = Pipeline };

        var refused = await Assert.ThrowsAsync<InvalidConfigurationException>(() => RunAsync("their-photos"));
        var same = await Assert.ThrowsAsync<InvalidConfigurationException>(() => RunAsync("image-pipeline-dev-uploads-9f8e7d"));

        var problem = Assert.Single(refused.Problems);
        Assert.StartsWith("uploadsBucket is their-photos, and this stack created image-pipeline-dev-uploads-9f8e7d, which holds originals: ", problem, StringComparison.Ordinal);
        Assert.Contains("Copy the originals and empty image-pipeline-dev-uploads-9f8e7d", problem, StringComparison.Ordinal);
        Assert.StartsWith("uploadsBucket is image-pipeline-dev-uploads-9f8e7d, which this stack created: ", Assert.Single(same.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("handed over")]
    public async Task BucketThatWasEmptiedOrHandedOverIsNoObstacle(string state)
    {
        _buckets["image-pipeline-dev-uploads-9f8e7d"] = state == "empty" ? new() { ["pipeline"] = Pipeline } : [];
        if (state == "empty")
        {
            _empty.Add("image-pipeline-dev-uploads-9f8e7d");
        }

        Assert.Null(await Record.ExceptionAsync(() => RunAsync("their-photos")));
    }

    [Fact]
    public async Task BucketThatCannotBeReadIsNamedWithThePermission()
    {
        var missing = await Assert.ThrowsAsync<InvalidConfigurationException>(() => RunAsync("no-such-bucket"));

        Assert.Equal(
            "uploadsBucket cannot be checked: S3 answers NoSuchBucket: The bucket does not exist. It must exist in the stack's region, and the credentials need s3:GetBucketTagging",
            Assert.Single(missing.Problems));
    }

    private Task RunAsync(string bucket) => new UploadsBucketCheck(_client, Pipeline).RunAsync(bucket, CancellationToken.None);

    private Task AnswerAsync(HttpContext context)
    {
        var (bucket, query) = (context.Request.Path.Value!.Trim('/'), context.Request.Query);
        if (bucket.Length == 0)
        {
            var prefix = query["prefix"].ToString();
            var names = _buckets.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => $"<Bucket><Name>{name}</Name></Bucket>");
            return WriteAsync(context, 200, $"<ListAllMyBucketsResult><Buckets>{string.Concat(names)}</Buckets></ListAllMyBucketsResult>");
        }

        if (!_buckets.TryGetValue(bucket, out var tags))
        {
            return WriteAsync(context, 404, "<Error><Code>NoSuchBucket</Code><Message>The bucket does not exist.</Message></Error>");
        }

        if (query.ContainsKey("versions"))
        {
            var versions = _empty.Contains(bucket) ? "" : "<Version><Key>a.jpg</Key><VersionId>1</VersionId><IsLatest>true</IsLatest></Version>";
            return WriteAsync(context, 200, $"<ListVersionsResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>{versions}</ListVersionsResult>");
        }

        return tags.Count == 0
            ? WriteAsync(context, 404, "<Error><Code>NoSuchTagSet</Code><Message>The TagSet does not exist.</Message></Error>")
            : WriteAsync(context, 200, $"<Tagging><TagSet>{string.Concat(tags.Select(tag => $"<Tag><Key>{tag.Key}</Key><Value>{tag.Value}</Value></Tag>"))}</TagSet></Tagging>");
    }

    private static Task WriteAsync(HttpContext context, int status, string xml)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/xml");
        return context.Response.WriteAsync("""<?xml version="1.0" encoding="UTF-8"?>""" + xml);
    }
}
