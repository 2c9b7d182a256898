using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Infra;

public sealed class OutputTests
{
    /// <summary>Names and ARNs are unknown until a resource is created. The program must not need them earlier.</summary>
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task NewStackCanBePreviewed(string configuration)
    {
        var settings = MockedStack.Configuration(configuration);

        var preview = await MockedStack.CreateAsync(settings, preview: true);

        var made = await MockedStack.CreateAsync(settings);
        Assert.Equal(made.Resources.Select(resource => resource.ToString()), preview.Resources.Select(resource => resource.ToString()));
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task StackHasEveryOutputThatToolsRead(string configuration)
    {
        var outputs = (await MockedStack.CreateAsync(configuration)).Outputs;

        Assert.Equal(typeof(StackOutputs).GetFields().Select(field => (string)field.GetValue(null)!).Order(), outputs.Keys.Order());
        Assert.All(
            outputs.Where(output => output.Key is not (StackOutputs.KeyPrefix or StackOutputs.EventArchive or StackOutputs.ApiUrl or StackOutputs.CdnUrl or StackOutputs.CdnDistribution or StackOutputs.LakeWorkgroup or StackOutputs.LakeDatabase or StackOutputs.LakeStateMachine or StackOutputs.CdnHost or StackOutputs.CdnKeyStatement or StackOutputs.WebhookDeadLetters)), output => Assert.False(string.IsNullOrWhiteSpace(output.Value), output.Key));
        Assert.Equal(configuration == "everything-on" ? "photos/" : "", outputs[StackOutputs.KeyPrefix]);
        Assert.Equal(configuration == "everything-on", outputs[StackOutputs.EventArchive].EndsWith(":archive/image-pipeline-test-uploads", StringComparison.Ordinal));
        Assert.Equal(configuration == "exclusive" ? "" : "https://a1b2c3.execute-api.eu-central-1.amazonaws.com", outputs[StackOutputs.ApiUrl]);
        Assert.Equal(
            configuration switch { "exclusive" => "", "everything-on" => "https://images.example.com", _ => "https://d111111abcdef8.cloudfront.net" }, outputs[StackOutputs.CdnUrl]);
        Assert.Equal(
            configuration == "exclusive" ? ("", "") : ("image-pipeline-test-renditions-id", "d111111abcdef8.cloudfront.net"), (outputs[StackOutputs.CdnDistribution], outputs[StackOutputs.CdnHost]));
        Assert.Equal(configuration == "everything-on", outputs[StackOutputs.CdnKeyStatement].Length > 0);
        Assert.EndsWith(":rule/image-pipeline-test-uploads", outputs[StackOutputs.EventRule], StringComparison.Ordinal);
        Assert.Equal(configuration == "everything-on", outputs[StackOutputs.WebhookDeadLetters].EndsWith("/image-pipeline-test-webhooks-dead-letters-0a1b2c3", StringComparison.Ordinal));
        Assert.Equal(
            configuration == "lake" ? ("image-pipeline-test", "image_pipeline_test", "image-pipeline-test-catalogue-export") : ("", "", ""),
            (outputs[StackOutputs.LakeWorkgroup], outputs[StackOutputs.LakeDatabase], outputs[StackOutputs.LakeStateMachine].Split(':')[^1]));
        Assert.Equal(configuration == "exclusive" ? "EXPRESS" : "STANDARD", outputs[StackOutputs.StateMachineType]);
    }
}
