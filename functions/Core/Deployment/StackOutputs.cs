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

    /// <summary>URL of the queue of events that did not start an execution.</summary>
    public const string EventDeadLetters = "eventDeadLetters";

    /// <summary>The rules' patterns, all of which an event must match to start an execution: a JSON array.</summary>
    public const string EventPatterns = "eventPatterns";

    /// <summary>ARN of the rule on the default bus.</summary>
    public const string EventRule = "eventRule";

    /// <summary>ARN of the archive of events; empty if there is none.</summary>
    public const string EventArchive = "eventArchive";

    public const string InternalBucket = "internalBucket";

    /// <summary>URL of the queue of announcements that no webhook took; empty if there is no webhook.</summary>
    public const string WebhookDeadLetters = "webhookDeadLetters";

    /// <summary>Workgroup of Athena that queries the data lake; empty if there is none.</summary>
    public const string LakeWorkgroup = "lakeWorkgroup";

    /// <summary>Database of Glue that has the tables of the data lake; empty if there is none.</summary>
    public const string LakeDatabase = "lakeDatabase";

    /// <summary>State machine of exports to the data lake; empty if there is none.</summary>
    public const string LakeStateMachine = "lakeStateMachine";

    /// <summary>State machine of backfills.</summary>
    public const string BackfillStateMachine = "backfillStateMachine";

    /// <summary>Images that a backfill processes at once, if the command does not say.</summary>
    public const string BackfillConcurrency = "backfillConcurrency";

    /// <summary>Type of the executions that a backfill starts for its images: <c>EXPRESS</c> or <c>STANDARD</c>.</summary>
    public const string BackfillExecutions = "backfillExecutions";

    /// <summary>What records should have by the settings: JSON of <see cref="Backfill.CurrentVersions"/>.</summary>
    public const string CurrentVersions = "currentVersions";

    /// <summary>Suffixes that keys need to be routed: a JSON array, empty for any.</summary>
    public const string KeySuffixes = "keySuffixes";

    /// <summary>Address of the HTTP API, without a slash at its end; empty if there is none.</summary>
    public const string ApiUrl = "apiUrl";

    /// <summary>Address below which renditions are delivered, without a slash at its end; empty if they are not.</summary>
    public const string CdnUrl = "cdnUrl";

    /// <summary>Id of the CDN's distribution; empty if there is none.</summary>
    public const string CdnDistribution = "cdnDistribution";

    /// <summary>The CDN's own host name, to which a record of <c>cdnDomain</c> must point; empty if there is no CDN.</summary>
    public const string CdnHost = "cdnHost";

    /// <summary>The statement that the policy of <c>kmsKeyArn</c> needs, JSON; empty if it needs none.</summary>
    public const string CdnKeyStatement = "cdnKeyStatement";

    public const string Region = "region";

    /// <summary>Prefix that keys need to be routed; empty for no prefix.</summary>
    public const string KeyPrefix = "keyPrefix";

    /// <summary>Names of the functions that have versions: a JSON array.</summary>
    public const string Functions = "functions";

    /// <summary>The settings that decide what the stack costs: JSON of <see cref="Costs.CostSettings"/>.</summary>
    public const string CostSettings = "costSettings";

    /// <summary><c>STANDARD</c> or <c>EXPRESS</c>: executions of the latter cannot be listed.</summary>
    public const string StateMachineType = "stateMachineType";
}
