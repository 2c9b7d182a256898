using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.EventPatterns;

namespace Pipeline.Aws.Tests.Infra.Components;

public sealed class ReconciliationTests
{
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task ScheduleCallsTheFunctionEveryFiveMinutes(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.Equal("rate(5 minutes)", (string?)Rule(stack, "reconcile").Inputs["scheduleExpression"]);
        AssertCalled(stack, "reconcile");
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task SecondScheduleSweepsReplacedRenditions(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.Equal("rate(15 minutes)", (string?)Rule(stack, "sweep-renditions").Inputs["scheduleExpression"]);
        AssertCalled(stack, "sweep-renditions");
        var input = (string)stack.Single("aws:cloudwatch/eventTarget:EventTarget", "sweep-renditions").Inputs["input"]!;
        Assert.True(JsonSerializer.Deserialize(input, PipelineJson.Default.ReconcileRequest)!.Sweep);
    }

    [Theory]
    [InlineData("TIMED_OUT", true)]
    [InlineData("ABORTED", true)]
    [InlineData("FAILED", true)]
    [InlineData("SUCCEEDED", false)]
    [InlineData("RUNNING", false)]
    public async Task StandardExecutionsThatDidNotSucceedAreReported(string status, bool isReported)
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);
        var pattern = EventPattern.Parse((string)Rule(stack, "executions-ended").Inputs["eventPattern"]!);

        Assert.Equal(isReported, pattern.Matches(Event(stack.Outputs[StackOutputs.StateMachine], status)));
        Assert.False(pattern.Matches(Event("arn:aws:states:eu-central-1:123456789012:stateMachine:other", status)));
        AssertCalled(stack, "executions-ended");
    }

    /// <summary>Express state machines send no events of their executions.</summary>
    [Fact]
    public async Task ExpressHasTheSchedulesOnly()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Exclusive);

        Assert.DoesNotContain(stack.OfType("aws:cloudwatch/eventRule:EventRule"), rule => rule.Name.EndsWith("executions-ended", StringComparison.Ordinal));
        Assert.Equal(2, stack.OfType("aws:lambda/permission:Permission").Count());
    }

    private static void AssertCalled(MockedStack stack, string name)
    {
        var function = stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-reconcile");
        var target = stack.Single("aws:cloudwatch/eventTarget:EventTarget", name).Inputs;
        var permission = stack.Single("aws:lambda/permission:Permission", name).Inputs;
        Assert.Equal($"{MockedStack.Name}-{name}", (string?)target["rule"]);
        Assert.EndsWith($":function:{function.Inputs["name"]}", (string)target["arn"]!, StringComparison.Ordinal);
        Assert.Equal(
            ("lambda:InvokeFunction", "events.amazonaws.com", (string?)function.Inputs["name"]),
            ((string?)permission["action"], (string?)permission["principal"], (string?)permission["function"]));
        Assert.EndsWith($":rule/{MockedStack.Name}-{name}", (string)permission["sourceArn"]!, StringComparison.Ordinal);
    }

    private static RequestedResource Rule(MockedStack stack, string name) =>
        stack.Single("aws:cloudwatch/eventRule:EventRule", $"{MockedStack.Name}-{name}");

    private static JsonElement Event(string stateMachine, string status) => JsonSerializer.SerializeToElement<JsonNode>(new JsonObject
    {
        ["source"] = "aws.states",
        ["detail-type"] = "Step Functions Execution Status Change",
        ["detail"] = new JsonObject { ["stateMachineArn"] = stateMachine, ["status"] = status },
    });
}
