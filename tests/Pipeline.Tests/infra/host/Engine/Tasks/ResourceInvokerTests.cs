using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Host.Engine.Tasks;

public sealed class ResourceInvokerTests
{
    private readonly List<TopicMessage> _published = [];

    [Fact]
    public async Task LambdaInvokePassesThePayloadToTheFunctionAndWrapsItsResult() => AssertJson(
        """{ "ExecutedVersion": "$LATEST", "Payload": { "echo": { "x": 1 } }, "StatusCode": 200 }""",
        await InvokeAsync("lambda:invoke", """{ "FunctionName": "echo", "Payload": { "x": 1 } }"""));

    [Fact]
    public async Task SnsPublishSendsTextAndAttributesToTheTopic()
    {
        var result = await InvokeAsync(
            "sns:publish",
            """
            { "TopicArn": "news", "Message": "hello",
              "MessageAttributes": { "kind": { "DataType": "String", "StringValue": "greeting" } } }
            """);

        AssertJson("""{ "MessageId": "1" }""", result);
        var message = Assert.Single(_published);
        Assert.Equal(("hello", "greeting"), (message.Body, message.Attributes["kind"]));
        Assert.Equal("execution#1", message.Invocation.IdempotencyToken);
    }

    [Fact]
    public async Task NonTextMessageIsSentAsJson()
    {
        await InvokeAsync("sns:publish", """{ "TopicArn": "news", "Message": { "a": [1, 2] } }""");

        Assert.Equal("""{"a":[1,2]}""", _published[0].Body);
    }

    [Theory]
    [InlineData("lambda:invoke", """{ "FunctionName": "nobody" }""", "Lambda.ResourceNotFoundException")]
    [InlineData("sns:publish", """{ "TopicArn": "nobody", "Message": "" }""", "SNS.NotFoundException")]
    public async Task UnknownNameGivesTheErrorOfTheService(string action, string parameters, string error)
    {
        var exception = await Assert.ThrowsAsync<TaskFailedException>(() => InvokeAsync(action, parameters));

        Assert.Equal(error, exception.Error);
        Assert.Contains("nobody", exception.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lambda:invoke", "{}", "FunctionName")]
    [InlineData("sns:publish", "{}", "TopicArn")]
    [InlineData("s3:getObject", "{}", "s3:getObject")]
    public async Task InvalidTaskIsARuntimeError(string action, string parameters, string expected)
    {
        var exception = await Assert.ThrowsAsync<TaskFailedException>(() => InvokeAsync(action, parameters));

        Assert.Equal("States.Runtime", exception.Error);
        Assert.Contains(expected, exception.Cause, StringComparison.Ordinal);
    }

    private Task<JsonNode?> InvokeAsync(string action, string parameters)
    {
        var invoker = new ResourceInvoker(new(
            new Dictionary<string, FunctionHandler> { ["echo"] = (payload, _) => Task.FromResult<JsonNode?>(new JsonObject { ["echo"] = payload?.DeepClone() }) },
            new Dictionary<string, MessageHandler> { ["news"] = PublishAsync }));
        return invoker.InvokeAsync(
            new($"arn:aws:states:::{action}", JsonNode.Parse(parameters), "State", "execution", "execution#1", 0, null, null), CancellationToken.None);
    }

    private Task<string> PublishAsync(TopicMessage message, CancellationToken cancellationToken)
    {
        _published.Add(message);
        return Task.FromResult(_published.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
