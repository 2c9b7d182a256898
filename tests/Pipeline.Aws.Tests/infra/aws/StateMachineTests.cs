using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>The deployed definition.</summary>
public sealed class StateMachineTests
{
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryPlaceholderIsFilledAndTheDefinitionIsValid(string configuration)
    {
        var definition = Definition(await MockedStack.CreateAsync(configuration));

        Assert.Empty(DefinitionTemplate.PlaceholderNames(definition));
        Assert.DoesNotContain("${", definition, StringComparison.Ordinal);
        Assert.NotEmpty(StateMachineDefinition.Parse(definition).StateNames);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryTaskCallsTheFunctionOrTopicOfItsName(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var states = States(JsonNode.Parse(Definition(stack))!).Where(state => (string?)state.Value["Type"] == "Task").ToArray();

        Assert.NotEmpty(states);
        Assert.All(states, state =>
        {
            var parameters = state.Value["Parameters"]!;
            if ((string?)parameters["TopicArn"] is { } topic)
            {
                var success = state.Key is "AnnounceSuccess" or "AnnounceRemoval";
                Assert.Equal(stack.Outputs[success ? StackOutputs.SuccessTopic : StackOutputs.FailureTopic], topic);
                return;
            }

            var function = ((string)parameters["FunctionName"]!).Split(':')[6];
            Assert.Contains(stack.OfType("aws:lambda/function:Function"), deployed => (string?)deployed.Inputs["name"] == function);
            Assert.StartsWith(function[(MockedStack.Name.Length + 1)..], state.Key, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task ExpressExecutionsTimeOutAfterFiveMinutesAndStandardAfterSixHours()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), StateMachineDefinition.Parse(Definition(await MockedStack.CreateAsync(MockedStack.Exclusive))).Timeout);
        Assert.Equal(TimeSpan.FromHours(6), StateMachineDefinition.Parse(Definition(await MockedStack.CreateAsync(MockedStack.Defaults))).Timeout);
    }

    /// <summary>Otherwise another execution could remove renditions that a running one is about to publish.</summary>
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task ClaimsOutliveEveryExecutionAndItsLastCall(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var variables = stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-validate").Inputs["environment"]!["variables"]!;
        var timeLimit = new Pipeline.Lambda.FunctionSettings(name => (string?)variables[name]).ExecutionTimeLimit;

        Assert.Equal(StateMachineDefinition.Parse(Definition(stack)).Timeout, timeLimit);
        Assert.True(Transition.GetClaimLifetime(timeLimit) >= timeLimit + TimeSpan.FromMinutes(15));
    }

    /// <summary>A name can be taken only once, so a state machine of the same name would have to be deleted before the new one exists.</summary>
    [Fact]
    public async Task StateMachineOfEitherTypeHasANameOfItsOwnAndTheRuleMayStartBoth()
    {
        var (standard, express) = (await MockedStack.CreateAsync(MockedStack.Defaults),
            await MockedStack.CreateAsync(new Dictionary<string, string> { ["stateMachineType"] = "EXPRESS" }));

        Assert.Equal(MockedStack.Name, NameOf(standard));
        Assert.Equal($"{MockedStack.Name}-express", NameOf(express));
        Assert.Equal(StartPolicy(standard), StartPolicy(express));
        Assert.Contains($"\"{standard.Outputs[StackOutputs.StateMachine]}\"", StartPolicy(standard), StringComparison.Ordinal);
        Assert.Contains($"\"{express.Outputs[StackOutputs.StateMachine]}\"", StartPolicy(standard), StringComparison.Ordinal);

        static string? NameOf(MockedStack stack) => (string?)Assert.Single(stack.OfType("aws:sfn/stateMachine:StateMachine")).Inputs["name"];

        static string StartPolicy(MockedStack stack) =>
            (string)stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-events-start").Inputs["policy"]!;
    }

    [Theory]
    [InlineData("snapStart", "true")]
    [InlineData("resizeProvisionedConcurrency", "5")]
    public async Task RunningExecutionsMayGoOnCallingTheFunctionsThatTheyBeganWith(string setting, string value)
    {
        var (before, after) = (await MockedStack.CreateAsync(MockedStack.Defaults),
            await MockedStack.CreateAsync(new Dictionary<string, string> { [setting] = value }));

        var policy = (string)after.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-states").Inputs["policy"]!;

        Assert.All(Functions(before).Concat(Functions(after)), function => Assert.Contains($"\"{function}\"", policy, StringComparison.Ordinal));
        Assert.NotEqual(Functions(before), Functions(after));

        static IEnumerable<string> Functions(MockedStack stack) => States(JsonNode.Parse(Definition(stack))!)
            .Select(state => (string?)state.Value["Parameters"]?["FunctionName"]).OfType<string>().Distinct();
    }

    /// <summary>Express state machines support neither <c>.sync</c> nor callbacks nor activities.</summary>
    [Fact]
    public async Task DefinitionHasNothingThatExpressRefuses() => Assert.All(
        StateMachineDefinition.Parse(Definition(await MockedStack.CreateAsync(MockedStack.Exclusive))).Resources,
        resource => Assert.DoesNotMatch(@"\.(sync(:2)?|waitForTaskToken)$|:activity:", resource));

    /// <summary>If the state timed out first, no log would show what took so long.</summary>
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    public async Task FunctionTimesOutBeforeTheStatesThatCallIt(string function)
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);
        var limits = States(JsonNode.Parse(Definition(stack))!)
            .Where(state => ((string?)state.Value["Parameters"]?["FunctionName"])?.EndsWith(function.ToLowerInvariant(), StringComparison.Ordinal) == true)
            .Select(state => (int)state.Value["TimeoutSeconds"]!).Distinct();
        var timeout = Settings.All.OfType<NumberSetting>().Single(setting => setting.Name == $"{function.ToLowerInvariant()}Timeout");

        var limit = Assert.Single(limits);
        Assert.Equal(limit, timeout.Max);
        Assert.True(timeout.DefaultNumber < limit, $"{timeout.DefaultNumber} s");
    }

    private static string Definition(MockedStack stack) => (string)Assert.Single(stack.OfType("aws:sfn/stateMachine:StateMachine")).Inputs["definition"]!;

    private static IEnumerable<KeyValuePair<string, JsonObject>> States(JsonNode scope) =>
        from state in scope["States"]!.AsObject()
        from found in ((JsonNode?[])[state.Value!["ItemProcessor"]]).OfType<JsonNode>().SelectMany(States).Prepend(new(state.Key, state.Value.AsObject()))
        select found;
}
