using Pipeline.Core.Deployment;

namespace Pipeline.Tests.Infra;

public sealed class OutputTests
{
    [Theory]
    [MemberData(nameof(DeployedStack.Configurations), MemberType = typeof(DeployedStack))]
    public async Task TheStackGivesEveryOutputThatToolsReadByName(string configuration)
    {
        var outputs = (await DeployedStack.Of(configuration)).Outputs;

        Assert.Equal(typeof(StackOutputs).GetFields().Select(field => (string)field.GetValue(null)!).Order(), outputs.Keys.Order());
        Assert.All(outputs.Values, value => Assert.False(string.IsNullOrWhiteSpace(value)));
        Assert.Equal(configuration == "exclusive" ? "EXPRESS" : "STANDARD", outputs[StackOutputs.StateMachineType]);
    }
}
