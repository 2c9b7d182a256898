using Amazon.S3;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Core.Storage;

namespace Pipeline.Cloud.Smoke;

/// <param name="Name">File name: the end of the key.</param>
/// <param name="Content">The file.</param>
internal sealed record SmokePhoto(string Name, byte[] Content);

/// <param name="StepTimeout">How long each step may take.</param>
/// <param name="Keep">Leave everything there, and do not try a deletion.</param>
internal sealed record SmokeOptions(TimeSpan StepTimeout, bool Keep);

/// <param name="Outcome">What came of the upload.</param>
/// <param name="Problems">What was not as it shall be; empty when all is well.</param>
internal sealed record SmokeResult(ImageOutcome Outcome, IReadOnlyList<string> Problems);

/// <summary>One photo through a deployed pipeline: upload, execution, renditions, record, deletion. Leaves nothing behind.</summary>
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

    /// <exception cref="Amazon.S3.AmazonS3Exception">The upload is refused.</exception>
    public async Task<SmokeResult> RunAsync(SmokePhoto photo, CancellationToken cancellationToken)
    {
        // A key that nobody else uses, so that whatever the catalogue says of it is ours.
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
                // Also after Ctrl+C: nobody wants to find these later.
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

    /// <summary>Waits for the record to name an execution, then for that to end.</summary>
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
                $"No execution recorded the upload within {options.StepTimeout.TotalSeconds:0} s. Is its rule enabled, and what is in its dead-letter queue?");
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
                var stillRunning = new Reason("StillRunning", $"Execution {name} did not end within {options.StepTimeout.TotalSeconds:0} s; it goes on.");
                return new(imageId, ImageOutcome.Failed, stillRunning, name, time.GetElapsedTime(start), record);
            }

            record = (await catalogue.GetAsync(imageId, cancellationToken))?.Record ?? record;
        }

        return new(imageId, OutcomeNameOf(record.Status), record.Reason, name, time.GetElapsedTime(start), record);
    }

    private static string OutcomeNameOf(ImageStatus status) => status switch
    {
        ImageStatus.Ready => "succeeded",
        ImageStatus.Rejected => "rejected",
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
        log(deletedRecord is null ? "Deleted; its renditions are still there" : "Deleted; renditions and record followed");
        return deletedRecord is not null
            ? []
            : [$"{outcome.ImageId}: {options.StepTimeout.TotalSeconds:0} s after its deletion, not all below s3://{stack.RenditionsBucket}/{prefix} is gone."];
    }

    /// <summary>Asks until there is an answer; null when patience ends first.</summary>
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
