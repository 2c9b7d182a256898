using System.CommandLine;
using Pipeline.Cloud.Backfill;
using Pipeline.Cloud.Stack;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>backfill status</c>, <c>stop</c> and <c>redrive</c>, and what follows a backfill until it ends.</summary>
internal static class BackfillStatusCommands
{
    private static readonly BackfillFollower Follower = new(TimeSpan.FromSeconds(2), TimeProvider.System, results => $"results: s3://{results.Bucket}/{results.Key}");

    public static Command CreateStatus()
    {
        var follow = new Option<bool>("--follow") { Description = "Show the progress until the end." };
        return Create("status", "Show how far a backfill is.", async (result, runs, run, cancellationToken) =>
        {
            if (result.GetValue(follow) && run.IsRunning)
            {
                return await FollowAsync(runs, run.Name, 0, cancellationToken);
            }

            Follower.Write(run);
            return ExitCodes.Success;
        }, follow);
    }

    public static Command CreateStop() => Create("stop", "Stop a backfill. Images that succeeded stay; `backfill redrive` continues it.", async (_, runs, run, cancellationToken) =>
    {
        if (!run.IsRunning)
        {
            throw new UsageException($"The backfill {run.Name} is not running: {run.Status}.");
        }

        await runs.StopAsync(run, cancellationToken);
        Console.WriteLine($"Stopped {run.Name}.");
        return ExitCodes.Success;
    });

    public static Command CreateRedrive() => Create("redrive", "Continue a backfill that failed or was stopped, with the images that did not succeed.", async (_, runs, run, cancellationToken) =>
    {
        await runs.RedriveAsync(run, cancellationToken);
        Console.WriteLine($"Redriven: {run.Name}.");
        return await FollowAsync(runs, run.Name, 0, cancellationToken);
    });

    /// <summary>Shows the progress until the end. Ctrl+C only ends the showing.</summary>
    /// <param name="runs">Backfills.</param>
    /// <param name="name">Name of the backfill.</param>
    /// <param name="planned">Number of children to expect; 0 if it is not known.</param>
    /// <param name="cancellationToken">Detaches.</param>
    public static async Task<int> FollowAsync(BackfillRuns runs, string name, long planned, CancellationToken cancellationToken)
    {
        try
        {
            return await Follower.FollowAsync(token => runs.GetAsync(name, token), planned, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The backfill goes on. See it with `backfill status {name} --follow`, stop it with `backfill stop {name}`.");
            return ExitCodes.Interrupted;
        }
    }

    private static Command Create(
        string name, string description, Func<ParseResult, BackfillRuns, BackfillState, CancellationToken, Task<int>> action, params ReadOnlySpan<Option> options)
    {
        var stack = new StackOptions();
        var backfill = new Argument<string?>("name") { Description = "Name of the backfill. Default: the newest.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { backfill };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var stepFunctions = StackClients.CreateStepFunctions(deployed);
            var runs = new BackfillRuns(stepFunctions, BackfillStack.Require(deployed), TimeProvider.System);
            return await action(result, runs, await runs.GetAsync(result.GetValue(backfill), cancellationToken), cancellationToken);
        });
        return command;
    }
}
