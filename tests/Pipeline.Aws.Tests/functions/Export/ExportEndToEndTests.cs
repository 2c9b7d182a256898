using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Catalogue;
using Pipeline.Export.Contracts;
using Pipeline.Lake.Tables;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Export;

/// <summary>From uploads to Parquet files, on emulators of S3 and DynamoDB.</summary>
[Collection(Emulated.ByDynalite)]
public sealed class ExportEndToEndTests(Fauxqs s3, Dynalite dynamoDb)
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ImagesRenditionsAndOutcomesOfAllKindsAreInTheFiles()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await pipeline.UploadAsync("photos/ä.png", SyntheticImages.Png(60, 40, seed: 1));
        await pipeline.UploadAsync("b.png", SyntheticImages.Png(60, 40, seed: 2));
        await pipeline.UploadAsync("notes.txt", "no image"u8.ToArray());
        await pipeline.UploadAsync("gone.png", SyntheticImages.Png(60, 40, seed: 3));
        await pipeline.DeleteAsync("gone.png");
        var bucket = await s3.CreateBucketAsync();
        var export = new ExportUnderTest(s3, dynamoDb, pipeline.Table, bucket, segments: 3, Ample);

        var finished = await export.RunAsync("first");

        Assert.Equal((4, 5, 0), (finished.Images, finished.Outcomes, finished.Replaced));
        Assert.Equal(
            new[] { "b.png", "gone.png", "notes.txt", "photos/ä.png" }, (await export.ReadAsync(s3, bucket, LakeTables.Images, "key")).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { "deleted", "ready", "ready", "rejected" }, (await export.ReadAsync(s3, bucket, LakeTables.Images, "status")).Order(StringComparer.Ordinal));
        Assert.Equal(
            new[] { "rejected", "removed", "succeeded", "succeeded", "succeeded" }, (await export.ReadAsync(s3, bucket, LakeTables.Outcomes, "outcome")).Order(StringComparer.Ordinal));
        var renditions = await export.ReadAsync(s3, bucket, LakeTables.Renditions, "key");
        Assert.Equal(finished.Renditions, renditions.Count);
        Assert.All((await pipeline.RecordAsync("b.png")).Current!.Renditions, rendition => Assert.Contains(rendition.Key, renditions));
        Assert.Equal([finished.Export], await export.ReadAsync(s3, bucket, LakeTables.Exports, "export_id"));
        Assert.Equal([ExportStep.Finish, ExportStep.Plan, ExportStep.Segment, ExportStep.Segment, ExportStep.Segment], export.Steps.OrderBy(step => step.ToString()));
    }

    [Fact]
    public async Task SecondExportOfTheDayReplacesTheFirst()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await pipeline.UploadAsync("a.png", SyntheticImages.Png(60, 40, seed: 1));
        var bucket = await s3.CreateBucketAsync();
        var export = new ExportUnderTest(s3, dynamoDb, pipeline.Table, bucket, segments: 2, Ample);
        await export.RunAsync("first");
        await pipeline.UploadAsync("b.png", SyntheticImages.Png(60, 40, seed: 2));

        var finished = await export.RunAsync("second");

        Assert.Equal(new[] { "a.png", "b.png" }, (await export.ReadAsync(s3, bucket, LakeTables.Images, "key")).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { "a.png", "b.png" }, (await export.ReadAsync(s3, bucket, LakeTables.Outcomes, "key")).Order(StringComparer.Ordinal));
        Assert.All(await export.Files.ListAsync("lake/", CancellationToken.None), key => Assert.Contains($"/{finished.Export}-", key, StringComparison.Ordinal));
    }

    /// <summary>Each call has time for one page of 1 MB.</summary>
    [Fact]
    public async Task CallsThatRunOutOfTimeAreContinued()
    {
        var (table, bucket) = (await dynamoDb.CreateTableAsync(), await s3.CreateBucketAsync());
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, table);
        for (var number = 0; number < 30; number++)
        {
            var key = $"{number:00}.jpg";
            Assert.True(await catalogue.TryWriteAsync(new(
                new(
                    ImageIds.Create("uploads", key), "uploads", key, ImageStatus.Failed, null, "1", "etag", null, new("Timeout", new string('x', 100_000)), "arn",
                    DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
                [], [], 1), CancellationToken.None));
        }

        var export = new ExportUnderTest(s3, dynamoDb, table, bucket, segments: 1, TimeSpan.Zero);
        var finished = await export.RunAsync("long");

        Assert.InRange(export.Steps.Count(step => step == ExportStep.Segment), 3, 10);
        Assert.Equal(30, finished.Images);
        Assert.Equal(
            Enumerable.Range(0, 30).Select(number => $"{number:00}.jpg"), (await export.ReadAsync(s3, bucket, LakeTables.Images, "key")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EmptyCatalogueIsExportedToo()
    {
        var (table, bucket) = (await dynamoDb.CreateTableAsync(), await s3.CreateBucketAsync());
        var export = new ExportUnderTest(s3, dynamoDb, table, bucket, segments: 4, Ample);

        var finished = await export.RunAsync("empty");

        Assert.Equal((0, 0, 0), (finished.Images, finished.Renditions, finished.Outcomes));
        Assert.Single(await export.Files.ListAsync("lake/", CancellationToken.None));
        // What the cost model counts.
        Assert.Equal(LakeCosts.CountTransitions(4), export.Journal.Events.Count(@event => @event.Type.EndsWith("StateEntered", StringComparison.Ordinal)));
    }
}
