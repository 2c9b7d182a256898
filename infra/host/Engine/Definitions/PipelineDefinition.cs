using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.EventPatterns;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machine's definition that is also deployed to AWS. Here, its placeholders hold the names of local handlers.</summary>
public static class PipelineDefinition
{
    public const string Name = "image-pipeline";

    public const string StateMachineArn = $"arn:aws:states:local:000000000000:stateMachine:{Name}";

    public const string RoleArn = "arn:aws:iam::000000000000:role/local";

    internal static readonly IReadOnlyDictionary<string, string> PlaceholderValues = new Dictionary<string, string>
    {
        ["ValidateFunction"] = "validate",
        ["ResizeFunction"] = "resize",
        ["PersistFunction"] = "persist",
        ["RemoveFunction"] = "remove",
        ["SuccessTopic"] = "success",
        ["FailureTopic"] = "failure",
    };

    /// <summary>What definitions have in addition if the pipeline describes images.</summary>
    internal static readonly KeyValuePair<string, string> DescribePlaceholder = new("DescribeFunction", "describe");

    /// <summary>Those of the host's other definitions.</summary>
    internal static readonly IReadOnlyDictionary<string, string> FurtherPlaceholderValues = new Dictionary<string, string>(PlaceholderValues)
    {
        ["BackfillFunction"] = "backfill",
        ["UploadsBucket"] = BucketNames.Uploads,
        ["InternalBucket"] = BucketNames.Internal,
    };

    /// <summary>The folder of the definitions, beside the program.</summary>
    internal static string FolderPath => Path.Combine(AppContext.BaseDirectory, "statemachine");

    /// <summary>The definition that is deployed to AWS.</summary>
    internal static string FilePath => Path.Combine(FolderPath, "image-pipeline.asl.json");

    /// <summary>What a pipeline's definition and a backfill's have in addition if the pipeline describes images.</summary>
    internal static string AdditionsPath => Path.Combine(FolderPath, "describe.json");

    /// <summary>ARN of an execution of a state machine of this host.</summary>
    public static string ExecutionArnOf(string stateMachine, string name) => $"arn:aws:states:local:000000000000:execution:{stateMachine}:{name}";

    /// <summary>ARN of a state machine of this host.</summary>
    public static string StateMachineArnOf(string name) => $"arn:aws:states:local:000000000000:stateMachine:{name}";

    public static string ExecutionArn(string name) => $"arn:aws:states:local:000000000000:execution:{Name}:{name}";

    /// <exception cref="InvalidDefinitionException">The definition is invalid. The message names the JSON paths.</exception>
    internal static StateMachineDefinition Load() =>
        StateMachineDefinition.Parse(DefinitionTemplate.Fill(File.ReadAllText(FilePath), PlaceholderValues));

    /// <summary>The patterns of the rule. An event must match all of them to start an execution.</summary>
    internal static IReadOnlyList<EventPattern> LoadPatterns()
    {
        var template = File.ReadAllText(Path.Combine(FolderPath, "image-events.pattern.json"));
        return [.. ImageEventsPattern.Fill(template, BucketNames.Uploads, new()).Select(pattern => EventPattern.Parse(pattern.ToJsonString()))];
    }
}
