using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;

namespace Pipeline.Aws;

/// <summary>
/// Counts the images that are described in a day in one item of the catalogue's table, which the table removes later. One conditional write counts, so
/// that any number of calls at once keeps to the limit. If a response is lost, the client's retry counts again: never too few.
/// </summary>
/// <param name="dynamo">Client; the caller disposes it.</param>
/// <param name="table">Name of the table.</param>
public sealed class DynamoDescriptionBudget(IAmazonDynamoDB dynamo, string table) : IDescriptionBudget
{
    private const string Images = "images";

    /// <summary>Days that the count of a day is kept, for people who look at the table.</summary>
    private const int Days = 7;

    private readonly CatalogueErrors _errors = new(table);

    /// <inheritdoc/>
    public async Task<bool> TryTakeAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        if (limit < 1)
        {
            return false;
        }

        var key = $"{CatalogueTable.DescriptionBudgetPrefix}{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        var expiresAt = new DateTimeOffset(day.AddDays(Days), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = new() { [CatalogueTable.PartitionKey] = new(key) },
            UpdateExpression = "ADD #images :one SET #expiresAt = :expiresAt",
            ConditionExpression = "attribute_not_exists(#images) OR #images < :limit",
            ExpressionAttributeNames = new() { ["#images"] = Images, ["#expiresAt"] = CatalogueTable.ExpiresAt },
            ExpressionAttributeValues = new() { [":one"] = Number(1), [":limit"] = Number(limit), [":expiresAt"] = Number(expiresAt) },
        };
        try
        {
            await _errors.CallAsync("UpdateItem", key, () => dynamo.UpdateItemAsync(request, cancellationToken));
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
