using Pipeline.Host.Engine.Definitions;

namespace Pipeline.Host.StepFunctions;

/// <summary>ARNs in requests: <c>arn:partition:states:region:account:kind:name…</c></summary>
internal static class Arns
{
    /// <summary>Parses the name of an execution of this host's state machine.</summary>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>ExecutionDoesNotExist</c>.</exception>
    public static string ParseExecutionName(string arn)
    {
        EnsureKind(arn, "execution", parts: 8);
        var prefix = PipelineDefinition.ExecutionArn("");
        return arn.StartsWith(prefix, StringComparison.Ordinal) ? arn[prefix.Length..] : throw StepFunctionsException.ExecutionDoesNotExist(arn);
    }

    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>StateMachineDoesNotExist</c>.</exception>
    public static void EnsureStateMachine(string arn)
    {
        EnsureKind(arn, "stateMachine", parts: 7);
        if (arn != PipelineDefinition.StateMachineArn)
        {
            throw StepFunctionsException.StateMachineDoesNotExist(arn);
        }
    }

    private static void EnsureKind(string arn, string kind, int parts)
    {
        var found = arn.Split(':');
        if (found is not ["arn", _, "states", ..] || found.Length < parts)
        {
            throw new StepFunctionsException("InvalidArn", $"Invalid Arn: '{arn}'");
        }

        if (found[5] != kind)
        {
            throw new StepFunctionsException("InvalidArn", $"Invalid Arn: 'Resource type not valid in this context: {found[5]}'");
        }
    }
}
