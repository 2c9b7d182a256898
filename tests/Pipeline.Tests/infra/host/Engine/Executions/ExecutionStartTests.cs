using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Engine.Executions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Executions;

public sealed class ExecutionStartTests
{
    [Fact]
    public async Task StartedExecutionRunsToItsEnd()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        var started = await pipeline.Pipeline.Executions.StartAsync("mine", new JsonObject { ["a"] = "é" }.ToJsonString(), CancellationToken.None);

        Assert.Equal(("mine", RecordedStatus.Running, PipelineDefinition.ExecutionArn("mine")), (started.Name, started.Status, started.Arn));
        var ended = await pipeline.WaitForEndAsync("mine");
        Assert.Equal((RecordedStatus.Succeeded, null), (ended.Status, ended.ImageId));
        Assert.Equal("""{"a":"é"}""", JsonNode.Parse(ended.Output!)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task UnnamedExecutionsGetUniqueNames()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        var first = await pipeline.Pipeline.Executions.StartAsync(null, "{}", CancellationToken.None);
        var second = await pipeline.Pipeline.Executions.StartAsync(null, "{}", CancellationToken.None);

        Assert.True(Guid.TryParse(first.Name, out _));
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public async Task ImageIdIsReadFromTheInput()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);
        var input = File.ReadAllText(Repository.PathOf("statemachine", "samples", "events", "created-put-object.json"));

        var started = await pipeline.Pipeline.Executions.StartAsync(null, input, CancellationToken.None);

        var detail = JsonNode.Parse(input)!["detail"]!;
        Assert.Equal($"{detail["bucket"]!["name"]}/{detail["object"]!["key"]}", started.ImageId);
        Assert.Equal(input, (await pipeline.GetAsync(started.Name)).Input);
    }

    [Fact]
    public async Task SameNameAndInputIsTheSameExecutionWhileItRuns()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        var first = await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);

        var again = await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);

        Assert.Equal((first.Arn, first.StartTime), (again.Arn, again.StartTime));
        await Assert.ThrowsAsync<ExecutionAlreadyExistsException>(
            () => pipeline.Pipeline.Executions.StartAsync("mine", """{"other":1}""", CancellationToken.None));
        await pipeline.Pipeline.Executions.StopAsync("mine", null, null, CancellationToken.None);
        await Assert.ThrowsAsync<ExecutionAlreadyExistsException>(() => pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None));
        Assert.Single(pipeline.Events.OfType<ExecutionStarted>());
        Assert.Equal(["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"], await pipeline.GetHistoryTypesAsync("mine"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a\u0007b")]
    [InlineData("cat😺")]
    [InlineData("123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1")]
    public async Task InvalidNameIsRefused(string name)
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        await Assert.ThrowsAsync<InvalidExecutionNameException>(() => pipeline.Pipeline.Executions.StartAsync(name, "{}", CancellationToken.None));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("""{"a":1,"a":2}""", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData(null, "262146 bytes; the maximum is 262144")]
    public async Task InvalidInputIsRefused(string? input, string message)
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        var refused = await Assert.ThrowsAsync<InvalidExecutionInputException>(
            () => pipeline.Pipeline.Executions.StartAsync(null, input ?? $"\"{new string('x', 262_144)}\"", CancellationToken.None));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
