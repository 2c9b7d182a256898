using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws;

/// <summary>Reads all records of a table, for commands: no function may. A million records of 2 kB are 250,000 read units, $0.03.</summary>
/// <param name="dynamo">Client; the caller disposes it.</param>
/// <param name="table">Name of the table.</param>
public sealed class DynamoRecordScan(IAmazonDynamoDB dynamo, string table)
{
    private readonly CatalogueErrors _errors = new(table);

    /// <summary>The records of ready images whose key begins with a prefix, in no order.</summary>
    public async IAsyncEnumerable<ImageRecord> ReadAsync(string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = table,
            FilterExpression = "begins_with(#pk, :images) AND #status = :ready",
            ProjectionExpression = "#record",
            ExpressionAttributeNames = new() { ["#pk"] = CatalogueTable.PartitionKey, ["#status"] = CatalogueTable.Status, ["#record"] = CatalogueTable.Record },
            ExpressionAttributeValues = new() { [":images"] = new(ImageIds.Create(bucket, prefix)), [":ready"] = new(CatalogueItem.NameOf(ImageStatus.Ready)) },
        };
        do
        {
            var page = await _errors.CallAsync("Scan", table, () => dynamo.ScanAsync(request, cancellationToken));
            foreach (var item in page.Items ?? [])
            {
                yield return CatalogueItem.ToRecord(item);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
