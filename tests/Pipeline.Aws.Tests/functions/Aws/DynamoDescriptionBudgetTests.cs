using System.Globalization;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

public abstract class DynamoDescriptionBudgetContract(DynamoDbEmulator dynamoDb)
{
    private static readonly DateOnly Day = new(2026, 11, 29);

    [Fact]
    public async Task DayHasNoMoreImagesThanItsLimit()
    {
        var budget = new DynamoDescriptionBudget(dynamoDb.Client, await dynamoDb.CreateTableAsync());

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => budget.TryTakeAsync(Day, 5, CancellationToken.None)));

        Assert.Equal(5, taken.Count(isTaken => isTaken));
        Assert.False(await budget.TryTakeAsync(Day, 5, CancellationToken.None));
        Assert.True(await budget.TryTakeAsync(Day.AddDays(1), 5, CancellationToken.None));
        // The limit was raised.
        Assert.True(await budget.TryTakeAsync(Day, 6, CancellationToken.None));
    }

    [Fact]
    public async Task CountIsRemovedAWeekLater()
    {
        var table = await dynamoDb.CreateTableAsync();
        var budget = new DynamoDescriptionBudget(dynamoDb.Client, table);
        await budget.TryTakeAsync(Day, 5, CancellationToken.None);
        await budget.TryTakeAsync(Day, 5, CancellationToken.None);

        var item = (await dynamoDb.Client.GetItemAsync(table, new() { [CatalogueTable.PartitionKey] = new("describe-budget#2026-11-29") })).Item;

        Assert.Equal(["expiresAt", "images", "pk"], item.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("2", new DateTimeOffset(2026, 12, 6, 0, 0, 0, TimeSpan.Zero)), (item["images"].N, DateTimeOffset.FromUnixTimeSeconds(long.Parse(item["expiresAt"].N, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task NobodyTakesTheCountForAnImage()
    {
        var table = await dynamoDb.CreateTableAsync();
        await new DynamoDescriptionBudget(dynamoDb.Client, table).TryTakeAsync(Day, 5, CancellationToken.None);
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, table);

        foreach (var status in ImageStatuses.Listed)
        {
            Assert.Empty((await catalogue.ListAsync(status, 10, null, CancellationToken.None)).Records);
        }

        Assert.Empty(await catalogue.ListDueAsync(DateTimeOffset.MaxValue, 10, CancellationToken.None));
        var page = await new DynamoSegmentScan(dynamoDb.Client, table).ReadPageAsync(0, 1, null, CancellationToken.None);
        Assert.Empty(page.Records);
        Assert.Empty(page.Outcomes);
        await foreach (var record in new DynamoRecordScan(dynamoDb.Client, table).ReadAsync("describe-budget", "", CancellationToken.None))
        {
            Assert.Fail($"{record.ImageId} is no image.");
        }
    }
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteDescriptionBudgetTests(Dynalite dynalite) : DynamoDescriptionBudgetContract(dynalite);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalDescriptionBudgetTests(DynamoDbLocal dynamoDbLocal) : DynamoDescriptionBudgetContract(dynamoDbLocal);
