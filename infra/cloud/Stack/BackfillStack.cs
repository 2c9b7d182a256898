using Pipeline.Core.Backfill;
using Pipeline.Core.Events;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>What a backfill needs to know of the stack.</summary>
/// <param name="StateMachine">ARN of the state machine of backfills.</param>
/// <param name="InternalBucket">Bucket of manifests and results.</param>
/// <param name="MaxConcurrency">Images at once, by the settings.</param>
/// <param name="ExecutionType">Type of the children.</param>
/// <param name="Versions">What records should have.</param>
/// <param name="Keys">Which keys are images.</param>
internal sealed record BackfillStack(
    string StateMachine, string InternalBucket, int MaxConcurrency, string ExecutionType, CurrentVersions Versions, KeyFilter Keys)
{
    /// <exception cref="UsageException">The stack was deployed by an older version.</exception>
    public static BackfillStack Require(DeployedStack stack) => stack.Backfill
        ?? throw new UsageException("The stack has no state machine for backfills. It was deployed by an older version: run `pulumi up`.");

    /// <summary>ARN of the execution with this name. An ARN is returned as it is.</summary>
    public string ToExecutionArn(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
        ? nameOrArn
        : $"{StateMachine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{nameOrArn}";
}
