using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Outcomes;
using Pipeline.Export.Ports;
using Pipeline.Lake.Export;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Export;

[Collection(Emulated.ByDynalite)]
public sealed class DynamoCatalogueScanTests(Dynalite dynamoDb)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DayRange Today = new(new(2026, 3, 1), new(2026, 3, 1));

    [Fact]
    public async Task SegmentsTogetherHaveEveryRecordAndOutcomeOnce()
    {
        var table = await FillAsync(images: 30, outcomes: 20);
        var scan = new DynamoCatalogueScan(new(dynamoDb.Client, table));
        var (keys, outcomes) = (new List<string>(), new List<string>());
        for (var segment = 0; segment < 3; segment++)
        {
            await foreach (var page in scan.ReadAsync(segment, 3, null, Today, CancellationToken.None))
            {
                keys.AddRange(page.Records.Select(record => record.Key));
                outcomes.AddRange(page.Outcomes.Select(outcome => outcome.Key));
            }
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(NameOf), keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 20).Select(NameOf), outcomes.Order(StringComparer.Ordinal));
    }

    /// <summary>A page has at most 1 MB.</summary>
    [Fact]
    public async Task EachPageSaysWhereTheNextBegins()
    {
        var table = await FillAsync(images: 30, outcomes: 0, bytes: 100_000);
        var scan = new DynamoCatalogueScan(new(dynamoDb.Client, table));
        var (keys, next, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            // As a call that has no time for more than one page.
            await foreach (var page in scan.ReadAsync(0, 1, next, Today, CancellationToken.None))
            {
                keys.AddRange(page.Records.Select(record => record.Key));
                next = page.Next;
                pages++;
                break;
            }
        }
        while (next is not null);

        Assert.InRange(pages, 3, 10);
        Assert.Equal(Enumerable.Range(0, 30).Select(NameOf), keys.Order(StringComparer.Ordinal));
    }

    private static string NameOf(int number) => $"ä {number:00}.jpg";

    private async Task<string> FillAsync(int images, int outcomes, int bytes = 10)
    {
        var table = await dynamoDb.CreateTableAsync();
        var (catalogue, log) = (new DynamoImageCatalogue(dynamoDb.Client, table), new DynamoOutcomeLog(dynamoDb.Client, table));
        for (var number = 0; number < images; number++)
        {
            var key = NameOf(number);
            Assert.True(await catalogue.TryWriteAsync(new(
                new(ImageIds.Create("uploads", key), "uploads", key, ImageStatus.Failed, null, "1", "etag", null, new("Timeout", new string('x', bytes)), "arn", Noon, Noon),
                [], [], 1), CancellationToken.None));
        }

        for (var number = 0; number < outcomes; number++)
        {
            await log.AppendAsync(new RecordedOutcome(ImageIds.Create("uploads", NameOf(number)), NameOf(number), "removed", "arn", Noon), CancellationToken.None);
        }

        return table;
    }
}
