using System.Text.Json.Nodes;

namespace Pipeline.Aws.Tests.Infra.Policies;

public sealed class PolicyTests
{
    /// <summary>A prefix is literal text. Unescaped, its wildcards and variables would match other keys in an ARN.</summary>
    [Fact]
    public async Task PrefixWithWildcardsAllowsOnlyKeysThatBeginWithIt()
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["keyPrefix"] = "a*b?${c}/" });

        var statements = stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-resize").ParseJson("policy")["Statement"]!.AsArray();
        var read = Assert.Single(statements, statement => statement!["Action"]!.AsArray().Any(action => (string?)action == "s3:GetObjectVersion"))!;
        Assert.Equal($"arn:aws:s3:::{stack.Outputs["uploadsBucket"]}/a${{*}}b${{?}}${{$}}{{c}}/*", (string?)read["Resource"]![0]);
    }

    [Fact]
    public async Task ConditionOnSeveralValuesListsThemAll()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.EverythingOn);

        var allowed = Assert.Single(
            stack.Single("aws:sqs/queuePolicy:QueuePolicy", "events-dead-letters").ParseJson("policy")["Statement"]!.AsArray(),
            statement => (string?)statement!["Effect"] == "Allow")!;
        Assert.Equal(2, Assert.IsType<JsonArray>(allowed["Condition"]!["ArnEquals"]!["aws:SourceArn"]).Count);
    }
}
