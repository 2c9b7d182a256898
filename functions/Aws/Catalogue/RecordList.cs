using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Catalogue;

/// <summary>Lists the records of a status from the partitions of the index, merged by time.</summary>
/// <param name="dynamo">Client.</param>
/// <param name="table">Name of the table.</param>
/// <param name="errors">Translates errors.</param>
internal sealed class RecordList(IAmazonDynamoDB dynamo, string table, CatalogueErrors errors)
{
    /// <summary>Returns the next page of a list.</summary>
    /// <param name="status">Status to list.</param>
    /// <param name="limit">Maximum number of records.</param>
    /// <param name="after">Where the previous page ended; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RecordPage> ReadAsync(ImageStatus status, int limit, PageToken? after, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, CatalogueTable.Shards).Select(
            shard => ReadShardAsync(CatalogueItem.NameOfShard(status, shard), limit, after, cancellationToken)));
        var items = shards.SelectMany(shard => shard).OrderByDescending(UpdatedAt, StringComparer.Ordinal).ThenByDescending(ImageId, StringComparer.Ordinal).ToArray();
        var records = items.Take(limit).Select(CatalogueItem.ToRecord).ToList();
        return new(records, items.Length > limit ? PageToken.Create(records[^1]) : null);
    }

    /// <summary>More than <paramref name="limit"/> items of a partition if it has as many, and never only some of those with the same time.</summary>
    private async Task<List<Dictionary<string, AttributeValue>>> ReadShardAsync(
        string shard, int limit, PageToken? after, CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = CatalogueTable.ListIndex,
            KeyConditionExpression = after is null ? "#shard = :shard" : "#shard = :shard AND #updated <= :updated",
            ExpressionAttributeNames = new() { ["#shard"] = CatalogueTable.ListShard },
            ExpressionAttributeValues = new() { [":shard"] = new(shard) },
            ScanIndexForward = false,
            Limit = limit + 1,
        };
        if (after is not null)
        {
            request.ExpressionAttributeNames["#updated"] = CatalogueTable.UpdatedAt;
            request.ExpressionAttributeValues[":updated"] = new(after.UpdatedAt);
        }

        var items = new List<Dictionary<string, AttributeValue>>();
        do
        {
            var response = await errors.CallAsync("Query", $"{CatalogueTable.ListIndex}/{shard}", () => dynamo.QueryAsync(request, cancellationToken));
            // The SDK leaves an empty list or map null.
            items.AddRange((response.Items ?? []).Where(item => after?.IsBefore(UpdatedAt(item), ImageId(item)) != false));
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 } && (items.Count <= limit || UpdatedAt(items[limit]) == UpdatedAt(items[^1])));
        return items;
    }

    private static string UpdatedAt(Dictionary<string, AttributeValue> item) => item[CatalogueTable.UpdatedAt].S;

    private static string ImageId(Dictionary<string, AttributeValue> item) => item[CatalogueTable.PartitionKey].S;
}
