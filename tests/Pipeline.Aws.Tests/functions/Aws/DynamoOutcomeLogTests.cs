using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Outcomes;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

[Collection(Emulated.ByDynalite)]
public sealed class DynamoOutcomeLogTests(Dynalite dynamoDb)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Kinds = ["succeeded", "rejected", "failed", "quarantined", "removed"];

    public static TheoryData<string> Outcomes => [.. Kinds];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task OutcomeIsReadAsItWasWrittenAndExpires(string outcome)
    {
        var table = await dynamoDb.CreateTableAsync();
        var written = Create("ä/b #c\u0001.jpg", outcome);

        await new DynamoOutcomeLog(dynamoDb.Client, table).AppendAsync(written, CancellationToken.None);

        Assert.Equal(written, Assert.Single((await new DynamoSegmentScan(dynamoDb.Client, table).ReadPageAsync(0, 1, null, CancellationToken.None)).Outcomes));
        var item = Assert.Single((await dynamoDb.Client.ScanAsync(new ScanRequest { TableName = table })).Items);
        Assert.Equal(Noon.AddDays(7).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), item[CatalogueTable.ExpiresAt].N);
        // No attribute of an index, so no write but the table's.
        Assert.Equal([CatalogueTable.ExpiresAt, CatalogueTable.Outcome, CatalogueTable.PartitionKey], item.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SameOutcomeAgainChangesNothingAndAnotherIsKept()
    {
        var table = await dynamoDb.CreateTableAsync();
        var log = new DynamoOutcomeLog(dynamoDb.Client, table);
        RecordedOutcome[] outcomes = [Create("a", "failed"), Create("a", "succeeded"), Create("b", "failed"), Create("a", "failed") with { Execution = "other" }];

        foreach (var outcome in outcomes.Concat(outcomes))
        {
            await log.AppendAsync(outcome, CancellationToken.None);
        }

        var page = await new DynamoSegmentScan(dynamoDb.Client, table).ReadPageAsync(0, 1, null, CancellationToken.None);
        Assert.Equal(outcomes.OrderBy(outcome => outcome.ToString()), page.Outcomes.OrderBy(outcome => outcome.ToString()));
    }

    [Fact]
    public async Task LongestKeyOfAnImageFits()
    {
        var table = await dynamoDb.CreateTableAsync();
        var outcome = new RecordedOutcome(
            ImageIds.Create(new string('b', 63), new string('k', 1_024)), new string('k', 1_024), "succeeded",
            $"arn:aws:states:eu-central-1:123456789012:express:{new string('m', 80)}:{new string('n', 80)}:{Guid.Empty}", Noon);

        await new DynamoOutcomeLog(dynamoDb.Client, table).AppendAsync(outcome, CancellationToken.None);

        Assert.Equal(outcome, Assert.Single((await new DynamoSegmentScan(dynamoDb.Client, table).ReadPageAsync(0, 1, null, CancellationToken.None)).Outcomes));
    }

    [Fact]
    public async Task NoOtherReaderOfTheTableSeesOutcomes()
    {
        var table = await dynamoDb.CreateTableAsync();
        var (catalogue, log) = (new DynamoImageCatalogue(dynamoDb.Client, table), new DynamoOutcomeLog(dynamoDb.Client, table));
        foreach (var status in Enum.GetValues<ImageStatus>())
        {
            Assert.True(await catalogue.TryWriteAsync(CreateEntry(status), CancellationToken.None));
        }

        foreach (var outcome in Kinds)
        {
            await log.AppendAsync(Create($"{outcome}.jpg", outcome), CancellationToken.None);
        }

        foreach (var status in ImageStatuses.Listed)
        {
            Assert.Equal([status], (await catalogue.ListAsync(status, 100, null, CancellationToken.None)).Records.Select(record => record.Status));
        }

        Assert.Empty(await catalogue.ListDueAsync(DateTimeOffset.MaxValue, 100, CancellationToken.None));
        Assert.Empty(await catalogue.ListRemovableAsync(DateTimeOffset.MaxValue, 100, CancellationToken.None));
        Assert.Empty(await catalogue.GetManyAsync(["uploads/succeeded.jpg"], CancellationToken.None));
        var scanned = new List<string>();
        await foreach (var record in new DynamoRecordScan(dynamoDb.Client, table).ReadAsync("uploads", "", CancellationToken.None))
        {
            scanned.Add(record.Key);
        }

        Assert.Equal(["Quarantined", "Ready"], scanned.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MissingTableIsNamed()
    {
        dynamoDb.SkipIfUnavailable();

        var exception = await Assert.ThrowsAsync<Pipeline.Aws.Catalogue.CatalogueNotFoundException>(
            () => new DynamoOutcomeLog(dynamoDb.Client, "no-such-table").AppendAsync(Create("a", "failed"), CancellationToken.None));

        Assert.Contains("no-such-table", exception.Message, StringComparison.Ordinal);
    }

    private static RecordedOutcome Create(string key, string outcome) => new(
        ImageIds.Create("uploads", key), key, outcome, "arn:aws:states:eu-central-1:123456789012:execution:pipeline:1", Noon,
        outcome is "rejected" or "failed" or "quarantined" ? new("Timeout", "It took too long.") : null, outcome == "succeeded" ? 4_000 : null);

    private static CatalogueEntry CreateEntry(ImageStatus status) => new(
        new(ImageIds.Create("uploads", status.ToString()), "uploads", status.ToString(), status, null, "1", "etag", null, null, "arn", Noon, Noon), [], [], 1);
}
