using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.StepFunctions;

/// <summary>The format of requests, responses and errors.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Passing);
    private ServedStepFunctions _served = null!;

    public async Task InitializeAsync() => _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);

    public async Task DisposeAsync()
    {
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task ResponsesHaveTheFormatOfTheService()
    {
        using var response = await _served.SendAsync("AWSStepFunctions.ListStateMachines", "{}");

        Assert.Equal("application/x-amz-json-1.0", response.Content.Headers.ContentType!.ToString());
        Assert.True(Guid.TryParse(Assert.Single(response.Headers.GetValues("x-amzn-RequestId")), out _));
        var machine = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["stateMachines"]![0]!;
        Assert.Equal((PipelineDefinition.StateMachineArn, "image-pipeline", "STANDARD"), ((string?)machine["stateMachineArn"], (string?)machine["name"], (string?)machine["type"]));
    }

    [Fact]
    public async Task TimesAreSecondsWithThreeDecimals()
    {
        var before = DateTimeOffset.UtcNow;

        var started = await _served.CallAsync("StartExecution", new() { ["stateMachineArn"] = PipelineDefinition.StateMachineArn });

        var seconds = (decimal)started["startDate"]!;
        Assert.InRange(seconds, before.ToUnixTimeMilliseconds() / 1000m, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000m);
        Assert.Equal(seconds, decimal.Round(seconds, 3));
    }

    [Theory]
    [InlineData("CreateStateMachine")]
    [InlineData("CreateActivity")]
    [InlineData("NoSuchThing")]
    public async Task UnsupportedOperationIsNotImplemented(string operation)
    {
        var (type, message) = await _served.CallExpectingErrorAsync(operation, "{}");

        Assert.Equal("NotImplemented", type);
        Assert.Contains($"'{operation}'", message, StringComparison.Ordinal);
        Assert.Contains("StartExecution", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"maxResults":"many"}""")]
    [InlineData("""{"nextToken":7}""")]
    public async Task UnreadableRequestIsRefused(string body) =>
        Assert.Equal("SerializationException", (await _served.CallExpectingErrorAsync("ListStateMachines", body)).Type);

    [Fact]
    public async Task RequestThatIsTooLargeIsRefused() => Assert.Equal(
        "ValidationException", (await _served.CallExpectingErrorAsync("ListStateMachines", $"{{\"x\":\"{new string('x', 5 << 20)}\"}}")).Type);

    [Theory]
    [InlineData("""{"maxResults":1001}""", "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000")]
    [InlineData("""{"maxResults":-1}""", "greater than or equal to 0")]
    public async Task ValueOutsideItsBoundsIsRefused(string body, string message)
    {
        var (type, found) = await _served.CallExpectingErrorAsync("ListStateMachines", body);

        Assert.Equal("ValidationException", type);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TargetOfAnotherServiceIsNotImplemented()
    {
        using var response = await _served.SendAsync("DynamoDB_20120810.ListTables", "{}");

        Assert.Contains("NotImplemented", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
