using Amazon.DynamoDBv2;
using Amazon.S3;
using Pipeline.Aws;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;

namespace Pipeline.Cloud.Backfill;

/// <summary>Finds what a backfill would process: the objects of the bucket, or the records that are outdated.</summary>
internal sealed class BackfillPlanner(IAmazonS3 s3, IAmazonDynamoDB dynamo, DeployedStack stack)
{
    private readonly BackfillStack _backfill = BackfillStack.Require(stack);

    /// <summary>Counts the objects of the uploads bucket below a prefix.</summary>
    /// <param name="prefix">Prefix of their keys.</param>
    /// <param name="report">Called after each page with the count so far.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BackfillPlan> CountAsync(string prefix, Action<BackfillPlan> report, CancellationToken cancellationToken)
    {
        var plan = new BackfillPlan();
        string? token = null;
        do
        {
            var page = await s3.ListObjectsV2Async(new() { BucketName = stack.UploadsBucket, Prefix = prefix, ContinuationToken = token }, cancellationToken);
            plan = (page.S3Objects ?? []).Aggregate(plan, (sum, listed) => sum.Add(listed.Key, listed.Size ?? 0, _backfill.Keys));
            report(plan);
            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);

        return plan;
    }

    /// <summary>Writes a manifest of the images whose records match.</summary>
    /// <param name="prefix">Prefix of their keys.</param>
    /// <param name="matches">Which records.</param>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="report">Called now and then with the count so far.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BackfillPlan> WriteManifestAsync(
        string prefix, Func<ImageRecord, bool> matches, TextWriter writer, Action<BackfillPlan> report, CancellationToken cancellationToken)
    {
        const int reportEvery = 1_000;
        var plan = new BackfillPlan();
        await foreach (var record in new DynamoRecordScan(dynamo, stack.Table).ReadAsync(stack.UploadsBucket, prefix, cancellationToken))
        {
            if (!matches(record))
            {
                continue;
            }

            // The record of an image in quarantine has no size of what waits.
            var bytes = record.Status == ImageStatus.Ready ? record.Current!.Bytes : 0;
            plan = plan.Add(record.Key, bytes, _backfill.Keys);
            await writer.WriteLineAsync(new ManifestLine(record.Key, record.ETag!, bytes).ToJson().AsMemory(), cancellationToken);
            if (plan.Images % reportEvery == 0)
            {
                report(plan);
            }
        }

        return plan;
    }
}
