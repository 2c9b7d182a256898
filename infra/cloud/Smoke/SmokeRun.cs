using Amazon.S3;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Core.Storage;

namespace Pipeline.Cloud.Smoke;

/// <param name="Name">File name, which becomes the last part of the key.</param>
/// <param name="Content">Content of the file.</param>
internal sealed record SmokePhoto(string Name, byte[] Content);

/// <param name="StepTimeout">Maximum duration of each step.</param>
/// <param name="Keep">Whether to keep the upload and its renditions, which skips the test of deletion.</param>
internal sealed record SmokeOptions(TimeSpan StepTimeout, bool Keep);

/// <param name="Outcome">Outcome of the upload.</param>
/// <param name="Problems">Differences from the expected results; empty if the test passed.</param>
internal sealed record SmokeResult(ImageOutcome Outcome, IReadOnlyList<string> Problems);

/// <summary>
/// Sends one photo through a deployed pipeline and checks upload, execution, renditions, record and deletion. Leaves nothing behind
/// unless <see cref="SmokeOptions.Keep"/> is set.
/// </summary>
internal sealed class SmokeRun(
    DeployedStack stack,
    IAmazonS3 s3,
    IImageStore store,
    IImageCatalogue catalogue,
    CloudExecutions executions,
    SmokeOptions options,
    Action<string> log,
    TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="Amazon.S3.AmazonS3Exception">S3 refuses the upload.</exception>
    public async Task<SmokeResult> RunAsync(SmokePhoto photo, CancellationToken cancellationToken)
    {
        // A unique key, so that every record of it belongs to this run.
        var key = $"{stack.KeyPrefix}smoke/{Guid.NewGuid():n}/{photo.Name}";
        var start = time.GetTimestamp();
        using var content = new MemoryStream(photo.Content, writable: false);
        var upload = await s3.PutObjectAsync(
            new() { BucketName = stack.UploadsBucket, Key = key, InputStream = content, UseChunkEncoding = false }, cancellationToken);
        log($"Uploaded s3://{stack.UploadsBucket}/{key}");
        var isDeleted = false;
        try
        {
            var outcome = await FollowAsync(ImageIds.Create(stack.UploadsBucket, key), start, cancellationToken);
            var problems = new List<string>(await CheckAsync(outcome, cancellationToken));
            if (!options.Keep && outcome.Record is not null)
            {
                isDeleted = true;
                problems.AddRange(await DeleteAsync(outcome, key, cancellationToken));
            }

            return new(outcome, problems);
        }
        finally
        {
            if (!options.Keep)
            {
                // Cleans up after Ctrl+C, too.
                using var timeoutSource = new CancellationTokenSource(CleanUpTimeout, time);
                if (!isDeleted)
                {
                    await s3.DeleteObjectAsync(new() { BucketName = stack.UploadsBucket, Key = key }, timeoutSource.Token);
                }

                if (!string.IsNullOrEmpty(upload.VersionId))
                {
                    await new UploadVersions(s3, stack.UploadsBucket).RemoveAsync(key, timeoutSource.Token);
                }
            }
        }
    }

    /// <summary>Waits for a record that names the execution, then for the execution to end.</summary>
    private async Task<ImageOutcome> FollowAsync(string imageId, long start, CancellationToken cancellationToken)
    {
        var record = await PollAsync(
            async () => (await catalogue.GetAsync(imageId, cancellationToken))?.Record is { } found
                && (!stack.IsExpress || found.Status != ImageStatus.Processing) ? found : null,
            cancellationToken);
        if (record is null)
        {
            var noExecution = new Reason(
                "NoExecution",
                $"No execution recorded the upload within {options.StepTimeout.TotalSeconds:0} s. Check that the event rule is enabled, and look into its dead-letter queue.");
            return new(imageId, ImageOutcome.Failed, noExecution, null, time.GetElapsedTime(start), null);
        }

        var name = record.Execution[(record.Execution.LastIndexOf(':') + 1)..];
        log($"Execution {name}");
        if (!stack.IsExpress)
        {
            var endedExecution = await PollAsync(
                async () => await executions.GetAsync(record.Execution, cancellationToken) is { StopTime: not null } execution ? execution : null,
                cancellationToken);
            if (endedExecution is null)
            {
                var stillRunning = new Reason("StillRunning", $"Execution {name} did not end within {options.StepTimeout.TotalSeconds:0} s and is still running.");
                return new(imageId, ImageOutcome.Failed, stillRunning, name, time.GetElapsedTime(start), record);
            }

            record = (await catalogue.GetAsync(imageId, cancellationToken))?.Record ?? record;
        }

        return new(imageId, OutcomeNameOf(record.Status), record.Reason, name, time.GetElapsedTime(start), record);
    }

    private static string OutcomeNameOf(ImageStatus status) => status switch
    {
        ImageStatus.Ready => "succeeded",
        ImageStatus.Rejected => ImageOutcome.Rejected,
        ImageStatus.Quarantined => ImageOutcome.Quarantined,
        _ => ImageOutcome.Failed,
    };

    private async Task<IReadOnlyList<string>> CheckAsync(ImageOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is not { Name: "succeeded", Record.Current: { } version })
        {
            return [$"{outcome.ImageId}: {outcome.Name}{(outcome.Reason is { } reason ? $": {reason.Code}: {reason.Message}" : "")}"];
        }

        var check = new RenditionCheck(s3, stack.RenditionsBucket);
        var problems = new List<string>();
        foreach (var rendition in version.Renditions)
        {
            problems.AddRange(await check.FindProblemsAsync(rendition, version.Sha256, cancellationToken));
        }

        log($"Checked {version.Renditions.Count} renditions in s3://{stack.RenditionsBucket}/{version.Prefix}");
        return problems;
    }

    /// <summary>Deletes the upload and waits until its renditions are gone and the record says so.</summary>
    private async Task<IReadOnlyList<string>> DeleteAsync(ImageOutcome outcome, string key, CancellationToken cancellationToken)
    {
        await s3.DeleteObjectAsync(new() { BucketName = stack.UploadsBucket, Key = key }, cancellationToken);
        var prefix = $"{key}/";
        var deletedRecord = await PollAsync(
            async () => (await catalogue.GetAsync(outcome.ImageId, cancellationToken))?.Record is { Status: ImageStatus.Deleted } record
                && (await store.ListRenditionsAsync(prefix, cancellationToken)).Count == 0 ? record : null,
            cancellationToken);
        log(deletedRecord is null ? "Deleted the upload; its renditions still exist" : "Deleted the upload; the pipeline removed its renditions and updated its record");
        return deletedRecord is not null
            ? []
            : [$"{outcome.ImageId}: the pipeline did not remove all renditions below s3://{stack.RenditionsBucket}/{prefix} and mark the record as deleted within {options.StepTimeout.TotalSeconds:0} s."];
    }

    /// <summary>Polls until there is a result.</summary>
    /// <returns>Null if there is none within <see cref="SmokeOptions.StepTimeout"/>.</returns>
    private async Task<T?> PollAsync<T>(Func<Task<T?>> poll, CancellationToken cancellationToken)
        where T : class
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (await poll() is { } result)
            {
                return result;
            }

            if (time.GetElapsedTime(start) >= options.StepTimeout)
            {
                return null;
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
