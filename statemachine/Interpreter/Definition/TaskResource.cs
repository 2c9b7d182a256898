using System.Text.RegularExpressions;

namespace Pipeline.Interpreter.Definition;

/// <summary>What a Task calls. It determines the types of the call's history events.</summary>
internal sealed partial class TaskResource
{
    public TaskResource(string arn)
    {
        Arn = arn;
        if (ServiceIntegrationPattern().Match(arn) is { Success: true } call)
        {
            (ServiceType, Action, Pattern) = (call.Groups["type"].Value, call.Groups["action"].Value, call.Groups["pattern"].Value);
        }
        else
        {
            IsActivity = arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":activity:", StringComparison.Ordinal);
        }
    }

    public string Arn { get; }

    /// <summary><c>lambda</c> or <c>aws-sdk:dynamodb</c> for a service integration; null for a function that is called directly.</summary>
    public string? ServiceType { get; }

    /// <summary><c>invoke</c> or <c>putItem</c> for a service integration; otherwise empty.</summary>
    public string Action { get; } = "";

    /// <summary>The integration pattern: <c>.sync</c>, <c>.sync:2</c> or <c>.waitForTaskToken</c>; empty for request and response.</summary>
    public string Pattern { get; } = "";

    /// <summary><c>invoke</c>, <c>putItem</c> or <c>startExecution.sync:2</c>; null for a function that is called directly.</summary>
    public string? ServiceAction => ServiceType is null ? null : Action + Pattern;

    public bool IsServiceIntegration => ServiceType is not null;

    public bool IsActivity { get; }

    /// <summary>
    /// Whether the service only accepts the request (<c>.sync</c>, <c>.waitForTaskToken</c>) and returns its result later. The context
    /// object then has <c>$$.Task.Token</c>.
    /// </summary>
    public bool IsSubmitted => Pattern.Length > 0;

    [GeneratedRegex(@"\Aarn:[^:]+:states:::(?<type>[^:]+(:[^:.]+)*?):(?<action>[^:.]+)(?<pattern>\.sync(:2)?|\.waitForTaskToken)?\z")]
    private static partial Regex ServiceIntegrationPattern();
}
