using Pipeline.Aws.Catalogue;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws.Catalogue;

[Collection(Emulated.ByDynalite)]
public sealed class DynamoRecordScanTests(Dynalite dynamoDb)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task EveryRecordOfThePrefixThatIsReadyOrInQuarantineIsReadOnce()
    {
        var table = await dynamoDb.CreateTableAsync();
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, table);
        for (var i = 0; i < 40; i++)
        {
            await WriteAsync(catalogue, "uploads", $"photos/{i:00}.jpg", i % 10 == 9 ? ImageStatus.Failed : i % 10 == 8 ? ImageStatus.Quarantined : ImageStatus.Ready);
        }

        await WriteAsync(catalogue, "uploads", "other/a.jpg", ImageStatus.Ready);
        await WriteAsync(catalogue, "uploads-2", "photos/a.jpg", ImageStatus.Ready);

        var keys = new List<string>();
        await foreach (var record in new DynamoRecordScan(dynamoDb.Client, table).ReadAsync("uploads", "photos/", CancellationToken.None))
        {
            keys.Add(record.Key);
        }

        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 10 != 9).Select(i => $"photos/{i:00}.jpg"), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReaderThatStopsEarlyEndsTheScan()
    {
        var table = await dynamoDb.CreateTableAsync();
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, table);
        for (var i = 0; i < 20; i++)
        {
            await WriteAsync(catalogue, "uploads", $"{i}.jpg", ImageStatus.Ready);
        }

        await foreach (var record in new DynamoRecordScan(dynamoDb.Client, table).ReadAsync("uploads", "", CancellationToken.None))
        {
            Assert.Equal("uploads", record.Bucket);
            break;
        }
    }

    [Fact]
    public async Task MissingTableIsNamed()
    {
        dynamoDb.SkipIfUnavailable();

        var exception = await Assert.ThrowsAsync<CatalogueNotFoundException>(async () =>
        {
            await foreach (var _ in new DynamoRecordScan(dynamoDb.Client, "no-such-table").ReadAsync("uploads", "", CancellationToken.None))
            {
            }
        });

        Assert.Contains("no-such-table", exception.Message, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(DynamoImageCatalogue catalogue, string bucket, string key, ImageStatus status) => Assert.True(await catalogue.TryWriteAsync(
        new(new(ImageIds.Create(bucket, key), bucket, key, status, null, "1", "etag", null, null, "arn", Noon, Noon), [], [], 1), CancellationToken.None));
}
