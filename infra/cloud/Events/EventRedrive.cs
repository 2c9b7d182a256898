using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Pipeline.Cloud.Stack;

namespace Pipeline.Cloud.Events;

/// <summary>
/// Gives events of the dead-letter queue back to the pipeline. EventBridge does not take them back (PutEvents refuses the source
/// <c>aws.s3</c>), so this starts the executions that its rule would have started.
/// </summary>
/// <remarks>
/// Every step may be repeated. The name of an execution is the id of its event: a Standard state machine starts no second execution of
/// a name for 90 days. Express state machines do, and then the pipeline itself finds that the record is up to date. A message is deleted
/// only when its execution exists.
/// </remarks>
internal sealed partial class EventRedrive(DeadLetterQueue queue, IAmazonStepFunctions stepFunctions, DeployedStack stack)
{
    /// <summary>Handles every message of the queue.</summary>
    /// <param name="isDryRun">Whether to start nothing and delete nothing.</param>
    /// <param name="report">Gets the result of each message; called one at a time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RunAsync(bool isDryRun, Action<RedrivenEvent> report, CancellationToken cancellationToken)
    {
        var reporting = new Lock();
        await foreach (var batch in queue.ReceiveAsync(cancellationToken))
        {
            await Task.WhenAll(batch.Select(async letter =>
            {
                var result = await RedriveAsync(letter, isDryRun, cancellationToken);
                lock (reporting)
                {
                    report(result);
                }
            }));
        }
    }

    /// <summary>Name of the execution of an event: its id, or a hash of an id that cannot be a name.</summary>
    public static string NameOf(string eventId) => ExecutionName().IsMatch(eventId)
        ? eventId
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)));

    private async Task<RedrivenEvent> RedriveAsync(DeadLetter letter, bool isDryRun, CancellationToken cancellationToken)
    {
        if (letter is not { Event: { } @event, Problem: null })
        {
            return new(letter, RedriveResult.Left, Execution: null);
        }

        var name = NameOf(@event.Id);
        if (isDryRun)
        {
            return new(letter, RedriveResult.Started, name);
        }

        var result = await StartAsync(name, letter.Body, cancellationToken);
        await queue.DeleteAsync(letter, cancellationToken);
        return new(letter, result, name);
    }

    private async Task<RedriveResult> StartAsync(string name, string input, CancellationToken cancellationToken)
    {
        try
        {
            await stepFunctions.StartExecutionAsync(new() { StateMachineArn = stack.StateMachine, Name = name, Input = input }, cancellationToken);
            return RedriveResult.Started;
        }
        catch (ExecutionAlreadyExistsException)
        {
            return RedriveResult.StartedBefore;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}$")]
    private static partial Regex ExecutionName();
}

/// <param name="Letter">The message.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Execution">Name of its execution; null if it has none.</param>
internal sealed record RedrivenEvent(DeadLetter Letter, RedriveResult Result, string? Execution);

internal enum RedriveResult
{
    /// <summary>Its execution runs, and the message is deleted.</summary>
    Started,

    /// <summary>Its execution was started earlier, and the message is deleted.</summary>
    StartedBefore,

    /// <summary>It starts no execution of this stack and stays in the queue.</summary>
    Left,
}
