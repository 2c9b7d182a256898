using Pipeline.Host.Engine.Definitions;

namespace Pipeline.Host.StepFunctions;

/// <summary>ARNs in requests: <c>arn:partition:states:region:account:kind:name…</c></summary>
internal static class Arns
{
    /// <summary>Checks the form of the ARN of an execution or of a child execution of a Map Run.</summary>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c>.</exception>
    public static void EnsureExecution(string arn) =>
        EnsureKind(arn, arn.Split(':') is [_, _, _, _, _, "express", ..] ? "express" : "execution", parts: 8);

    /// <summary>Parses the name of a state machine of this host.</summary>
    /// <param name="arn">ARN.</param>
    /// <param name="exists">Whether there is a state machine of a name.</param>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>StateMachineDoesNotExist</c>.</exception>
    public static string ParseStateMachine(string arn, Func<string, bool> exists)
    {
        EnsureKind(arn, "stateMachine", parts: 7);
        var name = arn[(arn.LastIndexOf(':') + 1)..];
        return arn == PipelineDefinition.StateMachineArnOf(name) && exists(name) ? name : throw StepFunctionsException.StateMachineDoesNotExist(arn);
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
