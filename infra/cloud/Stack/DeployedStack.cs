using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Pipeline.Core.Backfill;
using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>A deployed stack, as described by its outputs.</summary>
/// <param name="Region">AWS region.</param>
/// <param name="UploadsBucket">Name of the uploads bucket.</param>
/// <param name="RenditionsBucket">Name of the renditions bucket.</param>
/// <param name="Table">Name of the catalogue's table.</param>
/// <param name="StateMachine">ARN of the state machine.</param>
/// <param name="IsExpress">Whether the state machine is of type Express, whose executions leave only logs.</param>
/// <param name="KeyPrefix">Prefix of the keys that are images; empty for all keys.</param>
internal sealed record DeployedStack(
    string Region, string UploadsBucket, string RenditionsBucket, string Table, string StateMachine, bool IsExpress, string KeyPrefix)
{
    private const string Express = "EXPRESS";

    /// <summary>URL of the queue of events that started no execution; empty if the stack was deployed before it had this output.</summary>
    public string EventDeadLetters { get; init; } = "";

    /// <summary>Patterns that an event must all match to start an execution; empty as above.</summary>
    public IReadOnlyList<string> EventPatterns { get; init; } = [];

    /// <summary>ARN of the rule on the default bus; empty as above.</summary>
    public string EventRule { get; init; } = "";

    /// <summary>ARN of the archive of events; empty if there is none.</summary>
    public string EventArchive { get; init; } = "";

    /// <summary>Names of the functions that have versions; empty as above.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>What backfills need; null as above.</summary>
    public BackfillStack? Backfill { get; init; }

    /// <summary>Address below which the CDN delivers renditions; empty if there is none.</summary>
    public string DeliveryUrl { get; init; } = "";

    /// <summary>Athena's workgroup of the data lake; empty if there is none.</summary>
    public string LakeWorkgroup { get; init; } = "";

    /// <summary>Glue's database of the data lake; empty if there is none.</summary>
    public string LakeDatabase { get; init; } = "";

    /// <summary>Address of the renditions bucket, which is private.</summary>
    public string RenditionsBucketUrl => $"https://{RenditionsBucket}.s3.{Region}.{RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix}";

    /// <summary>JSON of the settings that decide what the stack costs; empty as above.</summary>
    public string CostSettingsJson { get; init; } = "";

    /// <summary>Settings that decide what the stack costs.</summary>
    /// <exception cref="UsageException">The stack was deployed before it had this output, or the output was changed.</exception>
    public CostSettings RequireCostSettings()
    {
        try
        {
            return CostSettingsJson.Length > 0
                ? CostSettings.Parse(CostSettingsJson)
                : throw new UsageException("The stack does not say what it costs. It was deployed by an older version: run `pulumi up`, or use --without-stack.");
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>Returns the ARN of the execution with this name. An ARN is returned as it is.</summary>
    public string ToExecutionArn(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
        ? nameOrArn
        : $"{StateMachine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{nameOrArn}";

    /// <summary>Reads the outputs of a stack.</summary>
    /// <param name="json">Output of <c>pulumi stack output --json</c>.</param>
    /// <param name="origin">Name of its source, for messages.</param>
    /// <exception cref="UsageException">The JSON is not valid or lacks outputs. The message lists all missing outputs.</exception>
    public static DeployedStack Parse(string json, string origin)
    {
        JsonObject outputs;
        try
        {
            outputs = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("It is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{origin} is not the output of `pulumi stack output --json`: {exception.Message}");
        }

        string[] requiredOutputs =
        [
            StackOutputs.Region, StackOutputs.UploadsBucket, StackOutputs.RenditionsBucket, StackOutputs.Table, StackOutputs.StateMachine,
            StackOutputs.StateMachineType,
        ];
        var missing = requiredOutputs.Where(name => ReadText(outputs, name).Length == 0).ToArray();
        return missing.Length == 0
            ? new(
                ReadText(outputs, StackOutputs.Region),
                ReadText(outputs, StackOutputs.UploadsBucket),
                ReadText(outputs, StackOutputs.RenditionsBucket),
                ReadText(outputs, StackOutputs.Table),
                ReadText(outputs, StackOutputs.StateMachine),
                ReadText(outputs, StackOutputs.StateMachineType) == Express,
                ReadText(outputs, StackOutputs.KeyPrefix))
            {
                EventDeadLetters = ReadText(outputs, StackOutputs.EventDeadLetters),
                EventPatterns = ReadPatterns(ReadText(outputs, StackOutputs.EventPatterns)),
                EventRule = ReadText(outputs, StackOutputs.EventRule),
                EventArchive = ReadText(outputs, StackOutputs.EventArchive),
                Functions = ReadNames(ReadText(outputs, StackOutputs.Functions)),
                Backfill = ReadBackfill(outputs),
                DeliveryUrl = ReadText(outputs, StackOutputs.CdnUrl),
                LakeWorkgroup = ReadText(outputs, "lakeWorkgroup"),
                LakeDatabase = ReadText(outputs, "lakeDatabase"),
                CostSettingsJson = ReadText(outputs, StackOutputs.CostSettings),
            }
            : throw new UsageException(
                $"{origin} lacks the output{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing)}. Check that the right stack is selected and that `pulumi up` has run.");
    }

    private static BackfillStack? ReadBackfill(JsonObject outputs) =>
        ReadText(outputs, StackOutputs.BackfillStateMachine) is { Length: > 0 } stateMachine
            ? new(
                stateMachine,
                ReadText(outputs, StackOutputs.InternalBucket),
                int.Parse(ReadText(outputs, StackOutputs.BackfillConcurrency), CultureInfo.InvariantCulture),
                ReadText(outputs, StackOutputs.BackfillExecutions),
                CurrentVersions.Parse(ReadText(outputs, StackOutputs.CurrentVersions)),
                new(ReadText(outputs, StackOutputs.KeyPrefix), ReadNames(ReadText(outputs, StackOutputs.KeySuffixes))))
            : null;

    /// <summary>The program writes this output, so it is valid if it is there.</summary>
    private static string[] ReadPatterns(string json) =>
        json.Length == 0 ? [] : [.. JsonNode.Parse(json)!.AsArray().Select(pattern => pattern!.ToJsonString())];

    private static string[] ReadNames(string json) => json.Length == 0 ? [] : [.. JsonNode.Parse(json)!.AsArray().Select(name => (string)name!)];

    private static string ReadText(JsonObject outputs, string name) =>
        outputs[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
