using Amazon.S3.Model;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Cloud.Smoke;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Cloud.Smoke;

[Collection(Emulated.ByS3rver)]
public sealed class RenditionCheckTests(S3rver s3)
{
    private const string Sha256 = "05e1d16e";

    private static readonly RenditionRecord Expected = new("small", "a.jpg/x/small.webp", ImageFormat.WebP, "image/webp", 320, 240, 1, Bytes: 4);

    [Fact]
    public async Task RenditionAsRecordedHasNoProblems() => Assert.Empty(await ProblemsAsync(_ => { }));

    [Fact]
    public async Task MissingRenditionIsNamed()
    {
        var bucket = await s3.CreateBucketAsync();

        var problems = await new RenditionCheck(s3.Client, bucket).FindProblemsAsync(Expected, Sha256, CancellationToken.None);

        Assert.Equal([$"s3://{bucket}/a.jpg/x/small.webp is missing, but the record lists it."], problems);
    }

    [Fact]
    public async Task EveryDifferenceIsReportedWithTheExpectedValue()
    {
        var problems = await ProblemsAsync(put =>
        {
            put.ContentBody = "12345";
            put.ContentType = "image/png";
            put.Headers.CacheControl = "no-store";
            put.Metadata["source-version"] = "other";
        });

        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, problem => problem.EndsWith("bytes is 5, expected 4.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.EndsWith("content type is image/png, expected image/webp.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("cache control is no-store", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.EndsWith("source version is other, expected 05e1d16e.", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> ProblemsAsync(Action<PutObjectRequest> change)
    {
        var bucket = await s3.CreateBucketAsync();
        var put = new PutObjectRequest { BucketName = bucket, Key = Expected.Key, ContentBody = "1234", ContentType = "image/webp", UseChunkEncoding = false };
        put.Headers.CacheControl = RenditionContent.CacheControl;
        put.Metadata["source-version"] = Sha256;
        change(put);
        await s3.Client.PutObjectAsync(put);
        return await new RenditionCheck(s3.Client, bucket).FindProblemsAsync(Expected, Sha256, CancellationToken.None);
    }
}
