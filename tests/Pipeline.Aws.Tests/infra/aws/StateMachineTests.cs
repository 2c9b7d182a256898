using System.Globalization;
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
            Assert.StartsWith(function[(MockedStack.Name.Length + 1)..], state.Key is "Release" or "Caption" ? "Persist" : state.Key, StringComparison.OrdinalIgnoreCase);
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

        static string? NameOf(MockedStack stack) => (string?)stack.StateMachine.Inputs["name"];

        static string StartPolicy(MockedStack stack) =>
            (string)stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-events-start").Inputs["policy"]!;
    }

    /// <summary>Whether the setting is turned on or off while executions run, they go on calling what they began with.</summary>
    [Theory]
    [InlineData("snapStart", "true")]
    [InlineData("resizeProvisionedConcurrency", "5")]
    public async Task NoSettingChangesWhatRunningExecutionsCall(string setting, string value)
    {
        var (without, with) = (await MockedStack.CreateAsync(MockedStack.Defaults),
            await MockedStack.CreateAsync(new Dictionary<string, string> { [setting] = value }));

        Assert.All((MockedStack[])[without, with], stack =>
        {
            var policy = (string)stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-states").Inputs["policy"]!;
            Assert.All(Functions(stack), function => Assert.Contains($"\"{function}\"", policy, StringComparison.Ordinal));
            // The alias always leads to a published version: one with provisioned concurrency may lead to nothing else.
            Assert.Equal(4, stack.OfType("aws:lambda/alias:Alias").Count(alias => (string?)alias.Inputs["functionVersion"] == "7"));
        });
        Assert.Equal(4, Functions(with).Count());
        Assert.All(Functions(with), function => Assert.EndsWith(":live", function, StringComparison.Ordinal));
        Assert.Equal(Functions(without), Functions(with));

        static IEnumerable<string> Functions(MockedStack stack) => States(JsonNode.Parse(Definition(stack))!)
            .Select(state => (string?)state.Value["Parameters"]?["FunctionName"]).OfType<string>().Distinct();
    }

    /// <summary>Express state machines support neither <c>.sync</c> nor callbacks nor activities.</summary>
    [Fact]
    public async Task DefinitionHasNothingThatExpressRefuses() => Assert.All(
        StateMachineDefinition.Parse(Definition(await MockedStack.CreateAsync(MockedStack.Exclusive))).Resources,
        resource => Assert.DoesNotMatch(@"\.(sync(:2)?|waitForTaskToken)$|:activity:", resource));

    [Fact]
    public async Task OnlyAStackThatDescribesImagesHasTheStatesForIt()
    {
        var (described, plain) = (await MockedStack.CreateAsync(MockedStack.Described), await MockedStack.CreateAsync(MockedStack.Defaults));
        string[] added = ["AnnounceQuarantine", "Caption", "Describe", "NotDescribed", "Refreshed", "Release"];

        Assert.Equal(added, StatesOf(described).Except(StatesOf(plain)).Order(StringComparer.Ordinal));
        var backfill = States(JsonNode.Parse((string)described.BackfillStateMachine.Inputs["definition"]!)!).ToDictionary();
        Assert.Equal(
            ((string?)States(JsonNode.Parse(Definition(described))!).ToDictionary()["Describe"]["Parameters"]!["FunctionName"], "Persist"),
            ((string?)backfill["Describe"]["Parameters"]!["FunctionName"], (string?)backfill["Describe"]["Next"]));
        Assert.Contains("Quarantined", backfill.Keys);

        static IEnumerable<string> StatesOf(MockedStack stack) => States(JsonNode.Parse(Definition(stack))!).Select(state => state.Key);
    }

    /// <summary>The state waits longer than the function can run, and the function longer than the model may take.</summary>
    [Fact]
    public async Task DescribeTimesOutBeforeTheStateThatCallsIt()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Described);

        var state = States(JsonNode.Parse(Definition(stack))!).ToDictionary()["Describe"];
        Assert.Equal((60, 90), ((int)(double)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-describe").Inputs["timeout"]!, (int)state["TimeoutSeconds"]!));
    }

    /// <summary>If the state timed out first, no log would show what took so long.</summary>
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    public async Task FunctionTimesOutBeforeTheStatesThatCallIt(string function)
    {
        var timeout = Settings.All.OfType<NumberSetting>().Single(setting => setting.Name == $"{function.ToLowerInvariant()}Timeout");
        foreach (var seconds in (long[])[timeout.Min, timeout.DefaultNumber!.Value, timeout.Max])
        {
            var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { [timeout.Name] = $"{seconds}" });

            Assert.Equal(seconds, (double)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-{function.ToLowerInvariant()}").Inputs["timeout"]!);
            var limit = Assert.Single(States(JsonNode.Parse(Definition(stack))!)
                .Where(state => ((string?)state.Value["Parameters"]?["FunctionName"])?.EndsWith($"-{function.ToLowerInvariant()}:live", StringComparison.Ordinal) == true)
                .Select(state => (int)state.Value["TimeoutSeconds"]!).Distinct());
            Assert.True(limit >= seconds + 5, $"{limit} s");
        }
    }

    [Theory]
    [InlineData("3", "2.25", "2")]
    [InlineData("115", "113", "100")]
    [InlineData("900", "898", "799")]
    public async Task CodecGivesUpBeforeTheCallThatUsesIt(string timeout, string deadline, string codecTimeLimit)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["resizeTimeout"] = timeout });

        Assert.Equal(
            double.Parse(deadline, CultureInfo.InvariantCulture), CallTimeLimits.GetDeadline(TimeSpan.FromSeconds(int.Parse(timeout, CultureInfo.InvariantCulture))).TotalSeconds);
        Assert.Equal(codecTimeLimit, (string?)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-resize").Inputs["environment"]!["variables"]!["PIPELINE_CODEC_TIME_LIMIT"]);
    }

    /// <summary>All attempts of a rendition fit into an execution, however long each may take, beside what the other states wait for.</summary>
    [Theory]
    [InlineData("60", 6 * 3_600)]
    [InlineData("115", 6 * 3_600)]
    [InlineData("900", (6 * 3_600) + (8 * 785))]
    public async Task TimeLimitOfExecutionsFollowsTheTimeoutOfResize(string timeout, int seconds)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["resizeTimeout"] = timeout });

        Assert.Equal(seconds, StateMachineDefinition.Parse(Definition(stack)).Timeout!.Value.TotalSeconds);
        Assert.Equal($"{seconds}", (string?)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-validate").Inputs["environment"]!["variables"]!["PIPELINE_EXECUTION_TIME_LIMIT"]);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task DefinitionOfBackfillsIsValidAndHasTheStatesOfThePipelineWithItsTimeLimits(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var definition = (string)stack.BackfillStateMachine.Inputs["definition"]!;
        var (pipeline, backfill) = (States(JsonNode.Parse(Definition(stack))!).ToDictionary(), States(JsonNode.Parse(definition)!).ToDictionary());

        Assert.DoesNotContain("${", definition, StringComparison.Ordinal);
        Assert.NotEmpty(StateMachineDefinition.Parse(definition).StateNames);
        Assert.Equal("STANDARD", (string?)stack.BackfillStateMachine.Inputs["type"]);
        foreach (var state in new[] { "Validate", "Resize", "Persist", "PersistFailure" })
        {
            Assert.Equal(
                ((string?)pipeline[state]["Parameters"]!["FunctionName"], (int)pipeline[state]["TimeoutSeconds"]!),
                ((string?)backfill[state]["Parameters"]!["FunctionName"], (int)backfill[state]["TimeoutSeconds"]!));
            Assert.Equal((string?)backfill[state]["Parameters"]!["FunctionName"], (string?)backfill[$"Manifest{state}"]["Parameters"]!["FunctionName"]);
        }

        Assert.Equal(stack.Outputs[StackOutputs.UploadsBucket], (string?)backfill["Listing"]["ItemReader"]!["Parameters"]!["Bucket"]);
        Assert.All(["Listing", "Manifest"], map => Assert.Equal(stack.Outputs[StackOutputs.InternalBucket], (string?)backfill[map]["ResultWriter"]!["Parameters"]!["Bucket"]));
        Assert.Equal(stack.Outputs[StackOutputs.BackfillExecutions], (string?)backfill["Listing"]["ItemProcessor"]!["ProcessorConfig"]!["ExecutionType"]);
    }

    [Fact]
    public async Task FilesOfBackfillsExpireWithTheHistoriesOfTheirExecutions()
    {
        var rules = (await MockedStack.CreateAsync(MockedStack.Defaults)).Single("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "internal").Inputs["rules"]!.AsArray();

        Assert.All([InternalBucket.Results, InternalBucket.Manifests], prefix =>
            Assert.Equal(90, (int)(double)rules.Single(rule => (string?)rule!["filter"]!["prefix"] == prefix)!["expiration"]!["days"]!));
    }

    private static string Definition(MockedStack stack) => (string)stack.StateMachine.Inputs["definition"]!;

    private static IEnumerable<KeyValuePair<string, JsonObject>> States(JsonNode scope) =>
        from state in scope["States"]!.AsObject()
        from found in ((JsonNode?[])[state.Value!["ItemProcessor"]]).OfType<JsonNode>().SelectMany(States).Prepend(new(state.Key, state.Value.AsObject()))
        select found;
}
