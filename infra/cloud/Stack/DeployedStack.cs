using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>What the commands need to know of a deployed stack, from its outputs.</summary>
/// <param name="Region">AWS region.</param>
/// <param name="UploadsBucket">Bucket that images are dropped into.</param>
/// <param name="RenditionsBucket">Bucket that renditions are written to.</param>
/// <param name="Table">The catalogue's table.</param>
/// <param name="StateMachine">ARN of the state machine.</param>
/// <param name="IsExpress">Whether its executions leave no history but in logs.</param>
/// <param name="KeyPrefix">What keys must begin with to be routed; empty: anything.</param>
internal sealed record DeployedStack(
    string Region, string UploadsBucket, string RenditionsBucket, string Table, string StateMachine, bool IsExpress, string KeyPrefix)
{
    private const string Express = "EXPRESS";

    /// <summary>ARN of the execution with this name; an ARN is one already.</summary>
    public string ExecutionArn(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
        ? nameOrArn
        : $"{StateMachine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{nameOrArn}";

    /// <param name="json">What <c>pulumi stack output --json</c> prints.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="UsageException">It is not the outputs of this pipeline's stack: all that is missing is told.</exception>
    public static DeployedStack Parse(string json, string origin)
    {
        JsonObject outputs;
        try
        {
            outputs = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{origin} is not the JSON that `pulumi stack output --json` prints: {exception.Message}");
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
            : throw new UsageException(
                $"{origin} lacks the output{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing)}: is the stack selected, and was `pulumi up` run?");
    }

    private static string ReadText(JsonObject outputs, string name) =>
        outputs[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
