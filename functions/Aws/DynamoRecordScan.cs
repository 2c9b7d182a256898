using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws;

/// <summary>Reads all records of a table, for commands; exports have <see cref="DynamoSegmentScan"/>. A million records of 2 kB are 250,000 read units, $0.03.</summary>
/// <param name="dynamo">Client; the caller disposes it.</param>
/// <param name="table">Name of the table.</param>
public sealed class DynamoRecordScan(IAmazonDynamoDB dynamo, string table)
{
    /// <summary>Segments that are read at once. A table on demand lets a scan read more than this from the start.</summary>
    private const int Segments = 8;

    private readonly CatalogueErrors _errors = new(table);

    /// <summary>The records of ready images whose key begins with a prefix, in no order. Reads several segments of the table at once.</summary>
    public async IAsyncEnumerable<ImageRecord> ReadAsync(string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<IReadOnlyList<ImageRecord>>(Segments);
        var segments = Task.WhenAll(Enumerable.Range(0, Segments).Select(segment => ReadSegmentAsync(segment, ImageIds.Create(bucket, prefix), pages.Writer, stop.Token)));
        var completion = segments.ContinueWith(
            ended => pages.Writer.Complete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var record in page)
                {
                    yield return record;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await completion;
        }
    }

    private async Task ReadSegmentAsync(int segment, string images, ChannelWriter<IReadOnlyList<ImageRecord>> pages, CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = table,
            FilterExpression = "begins_with(#pk, :images) AND #status = :ready",
            ProjectionExpression = "#record",
            ExpressionAttributeNames = new() { ["#pk"] = CatalogueTable.PartitionKey, ["#status"] = CatalogueTable.Status, ["#record"] = CatalogueTable.Record },
            ExpressionAttributeValues = new() { [":images"] = new(images), [":ready"] = new(CatalogueItem.NameOf(ImageStatus.Ready)) },
            Segment = segment,
            TotalSegments = Segments,
        };
        do
        {
            var page = await _errors.CallAsync("Scan", table, () => dynamo.ScanAsync(request, cancellationToken));
            await pages.WriteAsync([.. (page.Items ?? []).Select(CatalogueItem.ToRecord)], cancellationToken);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
