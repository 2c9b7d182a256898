using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Pipeline.Infra.Packaging;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;
using Pulumi;
using PulumiProtocol;

namespace Pipeline.Aws.Tests.Infra.PulumiEngine;

/// <summary>
/// The built program under an engine: a process of its own, with Pulumi's SDK as it is deployed. Mocks do not show whether the program reaches
/// an engine at all.
/// </summary>
public sealed class ProgramUnderEngineTests
{
    private const string Stack = "test";

    [RealPulumiTheory]
    [InlineData("dev")]
    [InlineData("prod")]
    [InlineData("full")]
    public async Task ProgramRegistersTheResourcesOfTheConfiguration(string configuration)
    {
        var settings = configuration == "full" ? MockedStack.EverythingOn : StackFile.Read(Repository.PathOf($"Pulumi.{configuration}.yaml"));
        var expected = await MockedStack.CreateAsync(settings, Stack);
        using var root = CreateRoot();
        await using var engine = await LoopbackEngine.StartAsync(Stack);
        using var program = new PipelineProgram("Pipeline.Infra.dll", new Dictionary<string, string>
        {
            ["PULUMI_MONITOR"] = engine.Address,
            ["PULUMI_ENGINE"] = engine.Address,
            ["PULUMI_ORGANIZATION"] = "organization",
            ["PULUMI_PROJECT"] = "image-pipeline",
            ["PULUMI_STACK"] = Stack,
            ["PULUMI_ROOT_DIRECTORY"] = root.Path,
            ["PULUMI_PWD"] = root.Path,
            ["PULUMI_DRY_RUN"] = "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = "16",
            ["PULUMI_CONFIG"] = new JsonObject(settings.Select(setting => KeyValuePair.Create($"image-pipeline:{setting.Key}", (JsonNode?)setting.Value))).ToJsonString(),
            ["PULUMI_CONFIG_SECRET_KEYS"] = "[]",
        });

        var run = await program.RunAsync();

        Assert.Empty(engine.Errors);
        run.AssertExit(0);
        Assert.Equal(
            expected.Resources.Select(resource => resource.ToString()), engine.Resources.Select(resource => resource.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Outputs.Keys.Order(StringComparer.Ordinal), engine.StackOutputs.Order(StringComparer.Ordinal));
        Assert.All(engine.Registered.Values, resource => Assert.All(resource.Dependencies, dependency => Assert.Contains(dependency, engine.Registered.Keys)));
        var definition = (string)Assert.Single(engine.Resources, resource => resource.Type == "aws:sfn/stateMachine:StateMachine" && !resource.Name.EndsWith("-backfill", StringComparison.Ordinal)).Inputs["definition"]!;
        Assert.DoesNotContain("${", definition, StringComparison.Ordinal);
    }

    /// <summary>The engine itself, with a client of the same protocol, so that it is tested also where no program can run under it.</summary>
    [Fact]
    public async Task EngineAnswersWithUrnIdAndStateAndRefusesTheSameResourceTwice()
    {
        await using var engine = await LoopbackEngine.StartAsync(Stack);
        using var channel = GrpcChannel.ForAddress($"http://{engine.Address}");
        var (monitor, messages) = (new ResourceMonitor.ResourceMonitorClient(channel), new Engine.EngineClient(channel));

        var stack = await monitor.RegisterResourceAsync(new() { Type = "pulumi:pulumi:Stack", Name = "image-pipeline-test" });
        await messages.SetRootResourceAsync(new() { Urn = stack.Urn });
        var component = await monitor.RegisterResourceAsync(new() { Type = "image-pipeline:aws:Destinations", Name = "destinations", Parent = stack.Urn });
        var request = new RegisterResourceRequest
        {
            Type = "aws:sns/topic:Topic", Name = "success", Parent = component.Urn, Custom = true, Dependencies = { component.Urn },
            Object = new Struct { Fields = { ["tags"] = Value.ForStruct(new() { Fields = { ["a"] = Value.ForString("b") } }), ["nothing"] = Value.ForNull() } },
        };
        var topic = await monitor.RegisterResourceAsync(request);
        await monitor.RegisterResourceOutputsAsync(new() { Urn = stack.Urn, Outputs = new() { Fields = { ["region"] = Value.ForString("eu-central-1") } } });
        await messages.LogAsync(new() { Severity = 1, Message = "hello" });
        await messages.LogAsync(new() { Severity = 3, Message = "a fault" });

        Assert.Equal("urn:pulumi:test::image-pipeline::image-pipeline:aws:Destinations$aws:sns/topic:Topic::success", topic.Urn);
        Assert.Equal($"arn:aws:sns:{MockedStack.Region}:{MockedStack.Account}:success-0a1b2c3", topic.Object.Fields["arn"].StringValue);
        Assert.NotEmpty(topic.Id);
        Assert.Equal("""{"tags":{"a":"b"}}""", Assert.Single(engine.Resources).Inputs.ToJsonString());
        Assert.Equal(["region"], engine.StackOutputs);
        Assert.Equal(["a fault"], engine.Errors);
        Assert.Equal(stack.Urn, (await messages.GetRootResourceAsync(new())).Urn);
        Assert.Equal(MockedStack.Account, (await monitor.InvokeAsync(new() { Tok = "aws:index/getCallerIdentity:getCallerIdentity" })).Return.Fields["accountId"].StringValue);
        Assert.Equal((true, false), (await HasSupportAsync("secrets"), await HasSupportAsync("transforms")));
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await monitor.RegisterResourceAsync(request));

        async Task<bool> HasSupportAsync(string feature) => (await monitor.SupportsFeatureAsync(new() { Id = feature })).HasSupport;
    }

    /// <summary>The files that the program reads, with functions of one byte.</summary>
    private static TemporaryFolder CreateRoot()
    {
        var root = new TemporaryFolder();
        foreach (var file in (string[])["image-pipeline.asl.json", "image-events.pattern.json", Path.Combine("samples", "renditions.json")])
        {
            Copy(Path.Combine("statemachine", file));
        }

        foreach (var architecture in (string[])["arm64", "x86_64"])
        {
            foreach (var function in FunctionPackages.Functions)
            {
                var folder = Path.Combine(root.Path, "artifacts", "functions", architecture, function);
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(Path.Combine(folder, $"Pipeline.{function}.dll"), [0]);
            }
        }

        return root;

        void Copy(string file)
        {
            var target = Path.Combine(root.Path, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Repository.PathOf(file), target);
        }
    }

    /// <summary>A test that needs a Pulumi package with which programs run under an engine.</summary>
    private sealed class RealPulumiTheoryAttribute : TheoryAttribute
    {
        private static readonly string? Reason = Probe();

        public RealPulumiTheoryAttribute() => Skip = Reason;

        private static string? Probe()
        {
            try
            {
                Deployment.RunAsync(() => { }).GetAwaiter().GetResult();
                return null;
            }
            catch (InvalidOperationException)
            {
                // There is no engine, which is what the package should say.
                return null;
            }
            catch (NotSupportedException exception)
            {
                return $"needs the Pulumi package that runs under an engine: {exception.Message}";
            }
        }
    }
}
