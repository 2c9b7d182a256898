using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws;

/// <summary>
/// The catalogue in DynamoDB: one item per image, with the keys and the index that <see cref="CatalogueTable"/> names. Reads are
/// consistent except for the lists, whose indexes follow within about a second. Writes are single conditional puts.
/// There are no scans and no transactions. <see cref="CatalogueNotFoundException"/> and <see cref="CatalogueAccessDeniedException"/>
/// report what an operator must fix. The client retries throttled requests.
/// </summary>
/// <param name="dynamo">Client; the caller disposes it.</param>
/// <param name="table">Name of the table.</param>
public sealed class DynamoImageCatalogue(IAmazonDynamoDB dynamo, string table) : IImageCatalogue
{
    private readonly CatalogueErrors _errors = new(table);

    /// <inheritdoc/>
    /// <exception cref="MalformedEntryException">The item is not one that the pipeline wrote.</exception>
    public async Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = table,
            Key = new() { [CatalogueTable.PartitionKey] = new(imageId) },
            ConsistentRead = true,
        };
        var response = await _errors.CallAsync("GetItem", imageId, () => dynamo.GetItemAsync(request, cancellationToken));
        return response.Item is { Count: > 0 } item ? CatalogueItem.ToEntry(item) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="MalformedEntryException">An item is not one that the pipeline wrote.</exception>
    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(imageIds.Count, nameof(imageIds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(imageIds.Count, 100, nameof(imageIds));
        return new EntryBatch(dynamo, table, _errors).ReadAsync(imageIds, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="EntryTooLargeException">The entry is larger than DynamoDB's limit for an item.</exception>
    public async Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Revision, 1);
        var request = new PutItemRequest { TableName = table, Item = CatalogueItem.FromEntry(entry) };
        if (entry.Revision == 1)
        {
            request.ConditionExpression = "attribute_not_exists(#pk)";
            request.ExpressionAttributeNames = new() { ["#pk"] = CatalogueTable.PartitionKey };
        }
        else
        {
            request.ConditionExpression = "#revision = :before";
            request.ExpressionAttributeNames = new() { ["#revision"] = CatalogueItem.Revision };
            request.ExpressionAttributeValues = new() { [":before"] = new() { N = (entry.Revision - 1).ToString(CultureInfo.InvariantCulture) } };
        }

        try
        {
            await _errors.CallAsync("PutItem", entry.Record.ImageId, () => dynamo.PutItemAsync(request, cancellationToken));
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return await IsWrittenAsync(entry, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The token does not come from a list of this status, or no index lists the status.</exception>
    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        if (!ImageStatuses.Listed.Contains(status))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "Only images that are being processed, rejected or failed are listed: there are too many others.");
        }

        return new RecordList(dynamo, table, _errors).ReadAsync(
            status, limit, continuation is null ? null : PageToken.Parse(continuation, status), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(CatalogueItem.NameOfShard, now, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(CatalogueItem.NameOfRemovableShard, now, limit, cancellationToken);

    private async Task<IReadOnlyList<string>> ListDueAsync(
        Func<int, string> nameOfShard, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var due = new List<string>();
        for (var shard = 0; shard < CatalogueTable.Shards && due.Count < limit; shard++)
        {
            var request = new QueryRequest
            {
                TableName = table,
                IndexName = CatalogueTable.DueIndex,
                KeyConditionExpression = "#shard = :shard AND #due <= :now",
                ExpressionAttributeNames = new() { ["#shard"] = CatalogueTable.DueShard, ["#due"] = CatalogueTable.DueAt },
                ExpressionAttributeValues = new() { [":shard"] = new(nameOfShard(shard)), [":now"] = new(CatalogueItem.Format(now)) },
                Limit = limit - due.Count,
            };
            var response = await _errors.CallAsync("Query", $"{CatalogueTable.DueIndex}/{nameOfShard(shard)}", () => dynamo.QueryAsync(request, cancellationToken));
            due.AddRange((response.Items ?? []).Select(item => item[CatalogueTable.PartitionKey].S));
        }

        return due;
    }

    /// <summary>
    /// Whether the entry is stored already. The client retries when a response is lost, and then its own first write makes the condition
    /// fail. Revisions only grow, so comparing the stored entry shows whether it is this one or another writer's.
    /// </summary>
    private async Task<bool> IsWrittenAsync(CatalogueEntry entry, CancellationToken cancellationToken) =>
        await GetAsync(entry.Record.ImageId, cancellationToken) is { } stored
        && stored.Revision == entry.Revision
        && CatalogueItem.AreEqual(stored, entry);
}
