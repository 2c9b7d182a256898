namespace Pipeline.Interpreter;

/// <summary>What a Task calls, and with it the history events that tell of the call.</summary>
internal sealed class TaskResource
{
    private const string ServicePrefix = "arn:aws:states:::";

    public TaskResource(string arn)
    {
        Arn = arn;
        if (!arn.StartsWith(ServicePrefix, StringComparison.Ordinal))
        {
            return;
        }

        var call = arn[ServicePrefix.Length..];
        var colon = call.LastIndexOf(':');
        (ServiceType, ServiceAction) = colon < 0 ? (call, call) : (call[..colon], call[(colon + 1)..]);
    }

    public string Arn { get; }

    /// <summary><c>lambda</c> or <c>aws-sdk:dynamodb</c> of a service integration; null of a function called directly.</summary>
    public string? ServiceType { get; }

    /// <summary><c>invoke</c> or <c>putItem</c>.</summary>
    public string? ServiceAction { get; }

    public bool IsService => ServiceType is not null;
}
