using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.EventPatterns;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machine that AWS gets, its placeholders filled with the names of local handlers.</summary>
public static class PipelineDefinition
{
    public const string Name = "image-pipeline";

    public const string StateMachineArn = $"arn:aws:states:local:000000000000:stateMachine:{Name}";

    public const string RoleArn = "arn:aws:iam::000000000000:role/local";

    public static readonly IReadOnlyDictionary<string, string> PlaceholderValues = new Dictionary<string, string>
    {
        ["ValidateFunction"] = "validate",
        ["ResizeFunction"] = "resize",
        ["PersistFunction"] = "persist",
        ["RemoveFunction"] = "remove",
        ["SuccessTopic"] = "success",
        ["FailureTopic"] = "failure",
    };

    /// <summary>Where the definitions lie beside the program.</summary>
    public static string FolderPath => Path.Combine(AppContext.BaseDirectory, "statemachine");

    /// <summary>The definition that AWS gets.</summary>
    public static string FilePath => Path.Combine(FolderPath, "image-pipeline.asl.json");

    public static string ExecutionArn(string name) => $"arn:aws:states:local:000000000000:execution:{Name}:{name}";

    /// <exception cref="InvalidDefinitionException">The definition is wrong; the message names where.</exception>
    public static StateMachineDefinition Load() =>
        StateMachineDefinition.Parse(DefinitionTemplate.Fill(System.IO.File.ReadAllText(FilePath), PlaceholderValues));

    /// <summary>The patterns that an event must match, all of them, to start an execution.</summary>
    public static IReadOnlyList<EventPattern> LoadPatterns() =>
        [.. ImageEventsPattern.Fill(System.IO.File.ReadAllText(Path.Combine(FolderPath, "image-events.pattern.json")), BucketNames.Uploads, new()).Select(pattern => EventPattern.Parse(pattern.ToJsonString()))];
}
