using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws;

/// <summary>
/// The catalogue in DynamoDB: one item an image, its keys and index as <see cref="CatalogueTable"/> names them. Reads are consistent,
/// but for <see cref="ListAsync"/>, whose index follows within a second or so; writes are single conditional puts. Neither
/// scans nor transactions are used. What is to be mended is told by <see cref="CatalogueNotFoundException"/> and
/// <see cref="CatalogueAccessDeniedException"/>; throttling is retried by the client.
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
    /// <exception cref="EntryTooLargeException">The entry is larger than DynamoDB takes.</exception>
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
    /// <exception cref="ArgumentException">No listing of this status gave the token.</exception>
    public async Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var name = CatalogueItem.NameOf(status);
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = CatalogueTable.StatusIndex,
            KeyConditionExpression = "#status = :status",
            ExpressionAttributeNames = new() { ["#status"] = CatalogueTable.Status },
            ExpressionAttributeValues = new() { [":status"] = new(name) },
            ScanIndexForward = false,
            Limit = limit,
            ExclusiveStartKey = continuation is null ? null : PageToken.Parse(continuation, name),
        };
        var response = await _errors.CallAsync("Query", $"{CatalogueTable.StatusIndex}/{name}", () => dynamo.QueryAsync(request, cancellationToken));
        // The SDK leaves a list or map that would be empty null.
        var records = (response.Items ?? []).Select(item => CatalogueItem.ToEntry(item).Record).ToList();
        return new(records, response.LastEvaluatedKey is { Count: > 0 } last ? PageToken.Create(last) : null);
    }

    /// <summary>
    /// The client tries again when an answer is lost; then it is the write itself that fails its condition. Revisions count up, so
    /// what is stored tells: it is this very entry, or somebody else's.
    /// </summary>
    private async Task<bool> IsWrittenAsync(CatalogueEntry entry, CancellationToken cancellationToken) =>
        await GetAsync(entry.Record.ImageId, cancellationToken) is { } stored
        && stored.Revision == entry.Revision
        && CatalogueItem.AreEqual(stored, entry);
}
