using System.Text.Json.Nodes;
using Pipeline.Interpreter;

namespace Pipeline.Local.Tasks;

/// <summary>
/// Answers Task states by their resource, as Step Functions' integrations do: Lambda invoke, SNS publish, SQS send and
/// EventBridge put, each by the handler of the function, topic, queue or bus that the parameters name.
/// </summary>
internal sealed class ResourceInvoker(ResourceHandlers handlers) : ITaskInvoker
{
    private const string Integration = "arn:aws:states:::";

    public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => invocation.Resource switch
    {
        Integration + "lambda:invoke" => InvokeFunctionAsync(invocation, cancellationToken),
        Integration + "sns:publish" => PublishAsync(invocation, cancellationToken),
        Integration + "sqs:sendMessage" => SendAsync(invocation, cancellationToken),
        Integration + "events:putEvents" => PutEventsAsync(invocation, cancellationToken),
        var resource => throw new TaskFailedException(
            "States.Runtime", $"The local host has no handler for {resource}; it has lambda:invoke, sns:publish, sqs:sendMessage and events:putEvents."),
    };

    private async Task<JsonNode?> InvokeFunctionAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        var function = Find(handlers.Functions, invocation, "FunctionName", "Lambda.ResourceNotFoundException");
        var payload = await function(invocation.Input?["Payload"], cancellationToken);
        return new JsonObject { ["ExecutedVersion"] = "$LATEST", ["Payload"] = payload, ["StatusCode"] = 200 };
    }

    private async Task<JsonNode?> PublishAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        var topic = Find(handlers.Topics, invocation, "TopicArn", "SNS.NotFoundException");
        return new JsonObject { ["MessageId"] = await topic(MessageOf(invocation, "Message"), cancellationToken) };
    }

    private async Task<JsonNode?> SendAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        var queue = Find(handlers.Queues, invocation, "QueueUrl", "SQS.QueueDoesNotExistException");
        return new JsonObject { ["MessageId"] = await queue(MessageOf(invocation, "MessageBody"), cancellationToken) };
    }

    private async Task<JsonNode?> PutEventsAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        var answers = new JsonArray();
        foreach (var entry in invocation.Input?["Entries"] as JsonArray ?? [])
        {
            var name = entry?["EventBusName"]?.GetValue<string>() ?? "default";
            var bus = handlers.Buses.GetValueOrDefault(name)
                ?? throw new TaskFailedException("EventBridge.ResourceNotFoundException", $"Event bus {name} does not exist.");
            answers.Add(new JsonObject { ["EventId"] = await bus(new(TextOf(entry), new Dictionary<string, string>(), invocation), cancellationToken) });
        }

        return new JsonObject { ["Entries"] = answers, ["FailedEntryCount"] = 0 };
    }

    private static THandler Find<THandler>(
        IReadOnlyDictionary<string, THandler> handlers, TaskInvocation invocation, string parameter, string error)
        where THandler : class
    {
        var name = invocation.Input?[parameter]?.GetValue<string>()
            ?? throw new TaskFailedException("States.Runtime", $"State {invocation.StateName} names no {parameter}.");
        return handlers.GetValueOrDefault(name)
            ?? throw new TaskFailedException(error, $"{parameter} {name} of state {invocation.StateName} does not exist.");
    }

    private static Message MessageOf(TaskInvocation invocation, string parameter)
    {
        var attributes = (invocation.Input?["MessageAttributes"] as JsonObject ?? [])
            .ToDictionary(attribute => attribute.Key, attribute => TextOf(attribute.Value?["StringValue"]));
        return new(TextOf(invocation.Input?[parameter]), attributes, invocation);
    }

    /// <summary>Text as it is; anything else as the JSON text that the service would send.</summary>
    private static string TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "null";
}

/// <summary>What Task states can reach, by name.</summary>
/// <param name="Functions">By <c>FunctionName</c>: payload in, payload out.</param>
/// <param name="Topics">By <c>TopicArn</c>: returns the message's id.</param>
/// <param name="Queues">By <c>QueueUrl</c>: returns the message's id.</param>
/// <param name="Buses">By <c>EventBusName</c>: returns the event's id.</param>
internal sealed record ResourceHandlers(
    IReadOnlyDictionary<string, FunctionHandler> Functions,
    IReadOnlyDictionary<string, MessageHandler> Topics,
    IReadOnlyDictionary<string, MessageHandler> Queues,
    IReadOnlyDictionary<string, MessageHandler> Buses);

internal delegate Task<JsonNode?> FunctionHandler(JsonNode? payload, CancellationToken cancellationToken);

internal delegate Task<string> MessageHandler(Message message, CancellationToken cancellationToken);

/// <param name="Body">Text of the message.</param>
/// <param name="Attributes">String attributes.</param>
/// <param name="Invocation">Who sends it; its idempotency token tells a second try after a crash.</param>
internal sealed record Message(string Body, IReadOnlyDictionary<string, string> Attributes, TaskInvocation Invocation);
