using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Backfill;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Backfill;

/// <summary>The executions of backfills.</summary>
internal sealed class BackfillRuns(IAmazonStepFunctions stepFunctions, BackfillStack stack, TimeProvider time)
{
    /// <summary>Starts a backfill.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> StartAsync(string name, BackfillInput input, CancellationToken cancellationToken)
    {
        await stepFunctions.StartExecutionAsync(new() { StateMachineArn = stack.StateMachine, Name = name, Input = input.ToJson() }, cancellationToken);
        return name;
    }

    /// <summary>The state of a backfill.</summary>
    /// <param name="nameOrArn">Its name; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="UsageException">There is no such backfill.</exception>
    public async Task<BackfillState> GetAsync(string? nameOrArn, CancellationToken cancellationToken)
    {
        var arn = nameOrArn is null ? await FindNewestAsync(cancellationToken) : stack.ToExecutionArn(nameOrArn);
        try
        {
            var execution = await stepFunctions.DescribeExecutionAsync(new() { ExecutionArn = arn }, cancellationToken);
            var progress = await GetProgressAsync(arn, cancellationToken);
            return new(execution.Name, execution.Status.Value, progress, execution.Output, execution.Error, execution.Cause);
        }
        catch (ExecutionDoesNotExistException)
        {
            throw new UsageException($"There is no backfill {nameOrArn}. Run `backfill status` to see the newest; they are kept for 90 days.");
        }
    }

    /// <summary>Stops a backfill for good. Images that are being processed are stopped, too; a redrive or another backfill processes them.</summary>
    public async Task StopAsync(BackfillState run, CancellationToken cancellationToken) => await stepFunctions.StopExecutionAsync(
        new() { ExecutionArn = stack.ToExecutionArn(run.Name), Error = "Stopped", Cause = "`backfill stop` stopped it." }, cancellationToken);

    /// <summary>Continues a backfill that failed, timed out or was stopped, with the images that did not succeed.</summary>
    /// <exception cref="UsageException">It runs or succeeded, or AWS no longer redrives it.</exception>
    public async Task RedriveAsync(BackfillState run, CancellationToken cancellationToken)
    {
        if (run.IsRunning || run.HasSucceeded)
        {
            throw new UsageException(run.IsRunning
                ? $"The backfill {run.Name} is running."
                : $"The backfill {run.Name} succeeded. To process the images that failed, start it again: those that succeeded are unchanged and cost next to nothing.");
        }

        try
        {
            await stepFunctions.RedriveExecutionAsync(new() { ExecutionArn = stack.ToExecutionArn(run.Name) }, cancellationToken);
        }
        catch (ExecutionNotRedrivableException exception)
        {
            throw new UsageException($"AWS does not redrive the backfill {run.Name}: {exception.Message} Start it again: images that succeeded are unchanged.");
        }
    }

    private async Task<string> FindNewestAsync(CancellationToken cancellationToken)
    {
        var page = await stepFunctions.ListExecutionsAsync(new() { StateMachineArn = stack.StateMachine, MaxResults = 1 }, cancellationToken);
        return page.Executions is [var newest, ..] ? newest.ExecutionArn : throw new UsageException("There is no backfill yet.");
    }

    private async Task<BackfillProgress?> GetProgressAsync(string execution, CancellationToken cancellationToken)
    {
        var runs = await stepFunctions.ListMapRunsAsync(new() { ExecutionArn = execution, MaxResults = 1 }, cancellationToken);
        if (runs.MapRuns is not [var newest, ..])
        {
            return null;
        }

        var run = await stepFunctions.DescribeMapRunAsync(new() { MapRunArn = newest.MapRunArn }, cancellationToken);
        var counts = run.ExecutionCounts;
        return new(
            counts.Total ?? 0, counts.Pending ?? 0, counts.Running ?? 0, counts.Succeeded ?? 0,
            (counts.Failed ?? 0) + (counts.TimedOut ?? 0) + (counts.Aborted ?? 0), time.GetUtcNow());
    }
}
