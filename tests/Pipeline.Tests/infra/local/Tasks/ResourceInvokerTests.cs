using System.Text.Json.Nodes;
using Pipeline.Interpreter;
using Pipeline.Local.Tasks;

namespace Pipeline.Tests.Local.Tasks;

public sealed class ResourceInvokerTests
{
    private readonly List<(string To, Message Message)> _sent = [];

    [Fact]
    public async Task LambdaInvokeGivesThePayloadToTheFunctionAndWrapsItsAnswer() => AssertJson(
        """{ "ExecutedVersion": "$LATEST", "Payload": { "echo": { "x": 1 } }, "StatusCode": 200 }""",
        await InvokeAsync("lambda:invoke", """{ "FunctionName": "echo", "Payload": { "x": 1 } }"""));

    [Fact]
    public async Task SnsPublishGivesTextAndAttributesToTheTopic()
    {
        var answer = await InvokeAsync(
            "sns:publish",
            """
            { "TopicArn": "news", "Message": "hello",
              "MessageAttributes": { "kind": { "DataType": "String", "StringValue": "greeting" } } }
            """);

        AssertJson("""{ "MessageId": "1" }""", answer);
        var (to, message) = Assert.Single(_sent);
        Assert.Equal(("topic news", "hello", "greeting"), (to, message.Body, message.Attributes["kind"]));
        Assert.Equal("execution#1", message.Invocation.IdempotencyToken);
    }

    [Fact]
    public async Task MessageThatIsNoTextIsSentAsJson()
    {
        await InvokeAsync("sns:publish", """{ "TopicArn": "news", "Message": { "a": [1, 2] } }""");

        Assert.Equal("""{"a":[1,2]}""", _sent[0].Message.Body);
    }

    [Fact]
    public async Task SqsSendGivesTheBodyToTheQueue()
    {
        AssertJson("""{ "MessageId": "1" }""", await InvokeAsync("sqs:sendMessage", """{ "QueueUrl": "todo", "MessageBody": "do it" }"""));

        Assert.Equal(("queue todo", "do it"), (_sent[0].To, _sent[0].Message.Body));
    }

    [Fact]
    public async Task EventsPutGivesEveryEntryToItsBus()
    {
        var answer = await InvokeAsync(
            "events:putEvents", """{ "Entries": [{ "DetailType": "a" }, { "EventBusName": "audit", "DetailType": "b" }] }""");

        AssertJson("""{ "Entries": [{ "EventId": "1" }, { "EventId": "2" }], "FailedEntryCount": 0 }""", answer);
        Assert.Equal(
            [("bus default", """{"DetailType":"a"}"""), ("bus audit", """{"EventBusName":"audit","DetailType":"b"}""")],
            _sent.Select(sent => (sent.To, sent.Message.Body)));
    }

    [Theory]
    [InlineData("lambda:invoke", """{ "FunctionName": "nobody" }""", "Lambda.ResourceNotFoundException")]
    [InlineData("sns:publish", """{ "TopicArn": "nobody", "Message": "" }""", "SNS.NotFoundException")]
    [InlineData("sqs:sendMessage", """{ "QueueUrl": "nobody", "MessageBody": "" }""", "SQS.QueueDoesNotExistException")]
    [InlineData("events:putEvents", """{ "Entries": [{ "EventBusName": "nobody" }] }""", "EventBridge.ResourceNotFoundException")]
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
    public async Task WhatCannotBeCalledIsARuntimeError(string action, string parameters, string named)
    {
        var exception = await Assert.ThrowsAsync<TaskFailedException>(() => InvokeAsync(action, parameters));

        Assert.Equal("States.Runtime", exception.Error);
        Assert.Contains(named, exception.Cause, StringComparison.Ordinal);
    }

    private Task<JsonNode?> InvokeAsync(string action, string parameters)
    {
        var invoker = new ResourceInvoker(new(
            new Dictionary<string, FunctionHandler> { ["echo"] = (payload, _) => Task.FromResult<JsonNode?>(new JsonObject { ["echo"] = payload?.DeepClone() }) },
            Handlers("topic", "news"),
            Handlers("queue", "todo"),
            Handlers("bus", "default", "audit")));
        return invoker.InvokeAsync(
            new($"arn:aws:states:::{action}", JsonNode.Parse(parameters), "State", "execution", "execution#1", 0, null, null), CancellationToken.None);
    }

    private Dictionary<string, MessageHandler> Handlers(string kind, params string[] names) => names.ToDictionary(
        name => name,
        name => new MessageHandler((message, _) =>
        {
            _sent.Add(($"{kind} {name}", message));
            return Task.FromResult(_sent.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }));

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
