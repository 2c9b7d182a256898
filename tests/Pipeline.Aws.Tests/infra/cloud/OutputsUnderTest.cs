using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>The outputs of a stack, as <c>pulumi stack output --json</c> prints them.</summary>
internal static class OutputsUnderTest
{
    /// <param name="others">Further outputs, or other values of the usual ones.</param>
    public static string Create(params (string Name, JsonNode? Value)[] others)
    {
        var outputs = new JsonObject
        {
            [StackOutputs.Region] = "us-east-1",
            [StackOutputs.UploadsBucket] = "uploads",
            [StackOutputs.RenditionsBucket] = "renditions",
            [StackOutputs.Table] = "catalogue",
            [StackOutputs.StateMachine] = PipelineDefinition.StateMachineArn,
            [StackOutputs.StateMachineType] = "STANDARD",
        };
        foreach (var (name, value) in others)
        {
            outputs[name] = value;
        }

        return outputs.ToJsonString();
    }

    /// <summary>The output of the patterns of the stack's rules.</summary>
    public static string CreatePatterns(KeyFilter filter) => new JsonArray(
        [.. ImageEventsPattern.Fill(File.ReadAllText(Repository.PathOf("statemachine", "image-events.pattern.json")), "uploads", filter)]).ToJsonString();
}
