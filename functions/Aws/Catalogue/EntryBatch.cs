using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Catalogue;

/// <summary>
/// Reads many entries by BatchGetItem. A response leaves keys out that exceed 16 MB or are throttled, and the client does not ask for them
/// again: <see cref="ReadAsync"/> does, with growing pauses.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</seealso>
internal sealed class EntryBatch(IAmazonDynamoDB dynamo, string table, CatalogueErrors errors)
{
    private const int MaxAttempts = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="ProvisionedThroughputExceededException">Keys were left out at every attempt.</exception>
    public async Task<IReadOnlyList<CatalogueEntry>> ReadAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken)
    {
        var entries = new List<CatalogueEntry>();
        var keys = imageIds.Distinct(StringComparer.Ordinal).Select(id => new Dictionary<string, AttributeValue> { [CatalogueTable.PartitionKey] = new(id) }).ToList();
        for (var attempt = 0; keys.Count > 0; attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new ProvisionedThroughputExceededException($"The table {table} left {keys.Count} of {imageIds.Count} records out, {MaxAttempts} times in a row. Ask for fewer, or later.");
            }

            if (attempt > 0)
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), cancellationToken);
            }

            var request = new BatchGetItemRequest { RequestItems = new() { [table] = new() { Keys = keys, ConsistentRead = true } } };
            var response = await errors.CallAsync("BatchGetItem", keys[0][CatalogueTable.PartitionKey].S, () => dynamo.BatchGetItemAsync(request, cancellationToken));
            entries.AddRange((response.Responses?.GetValueOrDefault(table) ?? []).Select(CatalogueItem.ToEntry));
            keys = response.UnprocessedKeys?.GetValueOrDefault(table)?.Keys ?? [];
        }

        return entries;
    }
}
