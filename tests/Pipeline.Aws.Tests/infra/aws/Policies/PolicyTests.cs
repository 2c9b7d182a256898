using System.Text.Json.Nodes;

namespace Pipeline.Aws.Tests.Infra.Policies;

public sealed class PolicyTests
{
    /// <summary>A prefix is a text; in an ARN its wildcards and variables would open other keys.</summary>
    [Fact]
    public async Task APrefixWithWildcardsAllowsOnlyKeysThatBeginWithIt()
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["keyPrefix"] = "a*b?${c}/" });

        var statements = stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-resize").Json("policy")["Statement"]!.AsArray();
        var read = Assert.Single(statements, statement => statement!["Action"]!.AsArray().Any(action => (string?)action == "s3:GetObjectVersion"))!;
        Assert.Equal($"arn:aws:s3:::{stack.Outputs["uploadsBucket"]}/a${{*}}b${{?}}${{$}}{{c}}/*", (string?)read["Resource"]![0]);
    }

    [Fact]
    public async Task AConditionOnSeveralValuesNamesThemAll()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.EverythingOn);

        var allowed = Assert.Single(
            stack.Single("aws:sqs/queuePolicy:QueuePolicy", "events-dead-letters").Json("policy")["Statement"]!.AsArray(),
            statement => (string?)statement!["Effect"] == "Allow")!;
        Assert.Equal(2, Assert.IsType<JsonArray>(allowed["Condition"]!["ArnEquals"]!["aws:SourceArn"]).Count);
    }
}
