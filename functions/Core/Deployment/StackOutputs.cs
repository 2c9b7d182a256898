namespace Pipeline.Core.Deployment;

/// <summary>Outputs of the deployed stack, as <c>pulumi stack output</c> names them.</summary>
public static class StackOutputs
{
    public const string UploadsBucket = "uploadsBucket";

    public const string RenditionsBucket = "renditionsBucket";

    public const string Table = "table";

    public const string StateMachine = "stateMachine";

    /// <summary>Link to the state machine in the Step Functions console.</summary>
    public const string StateMachineConsole = "stateMachineConsole";

    /// <summary>Link to the CloudWatch dashboard.</summary>
    public const string Dashboard = "dashboard";

    public const string SuccessTopic = "successTopic";

    public const string FailureTopic = "failureTopic";

    public const string FailureQueue = "failureQueue";

    public const string Region = "region";

    /// <summary>Prefix that keys need to be routed; empty for no prefix.</summary>
    public const string KeyPrefix = "keyPrefix";

    /// <summary><c>STANDARD</c> or <c>EXPRESS</c>: executions of the latter cannot be listed.</summary>
    public const string StateMachineType = "stateMachineType";
}
