using Amazon.StepFunctions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Executions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Executions;

/// <param name="Entry">The entry afterwards.</param>
/// <param name="Problem">Why nothing was decided, as a sentence; null if it was.</param>
internal sealed record DecisionOutcome(CatalogueEntry Entry, string? Problem = null);

/// <summary>
/// Releases and captions images of a deployed stack. Each is an execution of the pipeline's state machine, so that it is durable, announced, and in the
/// history of the image.
/// </summary>
internal sealed class ImageDecisions(IAmazonStepFunctions stepFunctions, DeployedStack stack, IImageCatalogue catalogue, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>An execution has one call, whose retries can take minutes.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>Publishes the version in quarantine: the one of the entry, and no later one.</summary>
    /// <exception cref="UsageException">The image is not in quarantine.</exception>
    public Task<DecisionOutcome> ReleaseAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        var record = entry.Record;
        return record.Status == ImageStatus.Quarantined
            ? RunAsync(
                entry, PersonalEvents.Serialise(PersonalEvents.CreateRelease(record.Bucket, record.Key, record.ETag, time.GetUtcNow())),
                after => after.Record.Status != ImageStatus.Quarantined || after.Record.ETag != record.ETag, cancellationToken)
            : throw new UsageException($"{record.ImageId} is not in quarantine: its status is {record.Status.ToString().ToLowerInvariant()}.");
    }

    /// <summary>Gives the image a text, or takes it back.</summary>
    /// <exception cref="UsageException">The image has nothing to describe.</exception>
    public Task<DecisionOutcome> CaptionAsync(CatalogueEntry entry, Caption caption, CancellationToken cancellationToken)
    {
        if (entry is { Record.Current: null, Quarantined: null })
        {
            throw new UsageException($"{entry.Record.ImageId} cannot be described: it has nothing to show.");
        }

        var text = caption.AltText is { } given ? ModelText.Clean(given, int.MaxValue) : null;
        return RunAsync(
            entry, PersonalEvents.Serialise(PersonalEvents.CreateCaption(entry.Record.Bucket, entry.Record.Key, time.GetUtcNow()), caption),
            after => (after.Quarantined?.Description ?? after.Record.Description)?.AltText == text && after.Revision > entry.Revision, cancellationToken);
    }

    private async Task<DecisionOutcome> RunAsync(
        CatalogueEntry entry, string input, Func<CatalogueEntry, bool> isDone, CancellationToken cancellationToken)
    {
        var started = await stepFunctions.StartExecutionAsync(
            new() { StateMachineArn = stack.StateMachine, Input = input }, cancellationToken);
        var problem = stack.IsExpress
            // Step Functions does not keep executions of Express, but the record shows what came of it.
            ? await PollAsync(async () => isDone(await ReadAsync(entry, cancellationToken)), cancellationToken)
                ? null
                : $"The record of {entry.Record.ImageId} did not change. The log group of {stack.StateMachine} shows what became of the execution {started.ExecutionArn}."
            : await FollowAsync(started.ExecutionArn, cancellationToken);
        return new(await ReadAsync(entry, cancellationToken), problem);
    }

    /// <returns>What went wrong; null if nothing did.</returns>
    private async Task<string?> FollowAsync(string arn, CancellationToken cancellationToken)
    {
        var executions = new CloudExecutions(stepFunctions, stack);
        ExecutionRecord? execution = null;
        var name = arn[(arn.LastIndexOf(':') + 1)..];
        return !await PollAsync(async () => (execution = await executions.GetAsync(arn, cancellationToken)).StopTime is not null, cancellationToken)
            ? $"Execution {name} has not ended yet. Run `executions show {name}` to see it."
            : execution!.Status == RecordedStatus.Succeeded
                ? null
                : $"Execution {name} failed: {execution.Reason?.Code ?? execution.Error}: {execution.Reason?.Message ?? execution.Cause}";
    }

    private async Task<CatalogueEntry> ReadAsync(CatalogueEntry entry, CancellationToken cancellationToken) =>
        await catalogue.GetAsync(entry.Record.ImageId, cancellationToken) ?? entry;

    private async Task<bool> PollAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!await isDone())
        {
            if (time.GetElapsedTime(start) >= MaxWait)
            {
                return false;
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }

        return true;
    }
}
