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
            (ServiceType, ServiceAction) = (call.Groups["type"].Value, call.Groups["action"].Value + call.Groups["pattern"].Value);
            HasTaskToken = call.Groups["pattern"].Value == ".waitForTaskToken";
            IsSubmitted = call.Groups["pattern"].Length > 0;
        }
        else
        {
            IsActivity = arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":activity:", StringComparison.Ordinal);
        }
    }

    public string Arn { get; }

    /// <summary><c>lambda</c> or <c>aws-sdk:dynamodb</c> for a service integration; null for a function that is called directly.</summary>
    public string? ServiceType { get; }

    /// <summary><c>invoke</c>, <c>putItem</c> or <c>startExecution.sync:2</c>.</summary>
    public string? ServiceAction { get; }

    public bool IsServiceIntegration => ServiceType is not null;

    public bool IsActivity { get; }

    /// <summary>Whether the service only accepts the request (<c>.sync</c>, <c>.waitForTaskToken</c>) and returns its result later.</summary>
    public bool IsSubmitted { get; }

    /// <summary>Whether the pattern is <c>.waitForTaskToken</c>, which adds <c>$$.Task.Token</c> to the context object.</summary>
    public bool HasTaskToken { get; }

    [GeneratedRegex(@"\Aarn:[^:]+:states:::(?<type>[^:]+(:[^:.]+)*?):(?<action>[^:.]+)(?<pattern>\.sync(:2)?|\.waitForTaskToken)?\z")]
    private static partial Regex ServiceIntegrationPattern();
}
