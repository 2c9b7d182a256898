using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;

namespace Pipeline.Infra.Buckets;

/// <summary>
/// Checks an existing uploads bucket before anything is created: no pipeline may write to it, and using it must not cost the originals
/// in the bucket that the stack created for itself. Buckets say by their tags who created them and what for.
/// </summary>
/// <param name="s3">Client for the stack's region, with the credentials of the deployment.</param>
/// <param name="pipeline">Name of the pipeline: project and stack.</param>
internal sealed class UploadsBucketCheck(IAmazonS3 s3, string pipeline)
{
    private const string NoTags = "NoSuchTagSet";

    /// <param name="bucket">The setting <c>uploadsBucket</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidConfigurationException">The bucket cannot be used. The message names the reason and the way out.</exception>
    public async Task RunAsync(string bucket, CancellationToken cancellationToken)
    {
        await EnsureNoPipelineWritesToAsync(bucket, cancellationToken);
        await EnsureNoOriginalsAreDeletedAsync(bucket, cancellationToken);
    }

    private async Task EnsureNoPipelineWritesToAsync(string bucket, CancellationToken cancellationToken)
    {
        var tags = await ReadTagsAsync(bucket, cancellationToken);
        var owner = tags.GetValueOrDefault(PipelineContext.NameTag);
        var purpose = tags.GetValueOrDefault(BucketPurposeTag.Key)
            // A stack that was last deployed before buckets had this tag.
            ?? (owner is not null && bucket.StartsWith($"{owner}-{BucketPurposeTag.Renditions}", StringComparison.Ordinal) ? BucketPurposeTag.Renditions : null);
        if (purpose is not (null or BucketPurposeTag.Uploads))
        {
            throw CreateException(
                $"is {bucket}, the {purpose} bucket of {owner ?? "a pipeline"}: what a pipeline writes there would be processed as uploads. Use another bucket");
        }
    }

    /// <summary>
    /// With the setting, the program no longer has the bucket that it created. Pulumi then deletes it, and if it was deployed with
    /// <c>forceDestroy</c>, its originals too.
    /// </summary>
    private async Task EnsureNoOriginalsAreDeletedAsync(string bucket, CancellationToken cancellationToken)
    {
        var prefix = $"{pipeline}-{BucketPurposeTag.Uploads}-";
        foreach (var created in await ListAsync(prefix, cancellationToken))
        {
            if ((await ReadTagsAsync(created, cancellationToken)).GetValueOrDefault(PipelineContext.NameTag) != pipeline
                || !await HasVersionsAsync(created, cancellationToken))
            {
                continue;
            }

            var isSame = created == bucket;
            throw CreateException(
                (isSame ? $"is {bucket}, which this stack created: " : $"is {bucket}, and this stack created {created}, which holds originals: ")
                + $"`pulumi up` would delete {created}, with its originals if {Settings.ForceDestroy.Name} was set at the last deployment. "
                + (isSame ? $"Remove {Settings.UploadsBucket.Name}. Or hand the bucket over: " : $"Copy the originals and empty {created}. Or keep it outside the stack: ")
                + $"take the bucket out of the stack's state (`pulumi state delete`), then remove its tags (`aws s3api delete-bucket-tagging --bucket {created}`)");
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var request = new ListBucketsRequest { Prefix = prefix };
        do
        {
            var page = await CallAsync("s3:ListAllMyBuckets", () => s3.ListBucketsAsync(request, cancellationToken));
            names.AddRange((page.Buckets ?? []).Select(found => found.BucketName).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
            request.ContinuationToken = page.ContinuationToken;
        }
        while (request.ContinuationToken is not null);

        return names;
    }

    private async Task<bool> HasVersionsAsync(string bucket, CancellationToken cancellationToken)
    {
        var page = await CallAsync(
            "s3:ListBucketVersions", () => s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, MaxKeys = 1 }, cancellationToken));
        return page.Versions is { Count: > 0 };
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadTagsAsync(string bucket, CancellationToken cancellationToken)
    {
        var response = await CallAsync("s3:GetBucketTagging", async () =>
        {
            try
            {
                return await s3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = bucket }, cancellationToken);
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == NoTags)
            {
                return new GetBucketTaggingResponse { TagSet = [] };
            }
        });
        return (response.TagSet ?? []).ToDictionary(tag => tag.Key, tag => tag.Value);
    }

    private static async Task<TResponse> CallAsync<TResponse>(string permission, Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException exception)
        {
            throw CreateException(
                $"cannot be checked: S3 answers {exception.ErrorCode}: {exception.Message.TrimEnd('.')}. It must exist in the stack's region, and the credentials need {permission}");
        }
        catch (AmazonClientException exception)
        {
            // Missing credentials or region, or an endpoint that cannot be reached.
            throw CreateException($"cannot be checked: {exception.Message.TrimEnd('.')}. The check uses the AWS SDK's credentials, aws:profile and aws:region");
        }
    }

    private static InvalidConfigurationException CreateException(string problem) => new([$"{Settings.UploadsBucket.Name} {problem}"]);
}
