using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Tasks;

/// <summary>
/// Runs Task states by their resource, as Step Functions' integrations do: Lambda invoke and SNS publish. The parameters name
/// the function or topic whose handler is called.
/// </summary>
internal sealed class ResourceInvoker(ResourceHandlers handlers) : ITaskInvoker
{
    private const string IntegrationPrefix = "arn:aws:states:::";

    public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => invocation.Resource switch
    {
        IntegrationPrefix + "lambda:invoke" => InvokeFunctionAsync(invocation, cancellationToken),
        IntegrationPrefix + "sns:publish" => PublishAsync(invocation, cancellationToken),
        var resource => throw new TaskFailedException(
            "States.Runtime", $"The local host cannot call {resource}. Use lambda:invoke or sns:publish."),
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
        return new JsonObject { ["MessageId"] = await topic(ReadMessage(invocation), cancellationToken) };
    }

    private static THandler Find<THandler>(
        IReadOnlyDictionary<string, THandler> handlers, TaskInvocation invocation, string parameter, string error)
        where THandler : class
    {
        var name = invocation.Input?[parameter]?.GetValue<string>()
            ?? throw new TaskFailedException("States.Runtime", $"State {invocation.StateName} has no {parameter}.");
        return handlers.GetValueOrDefault(name)
            ?? throw new TaskFailedException(error, $"{parameter} {name} of state {invocation.StateName} does not exist.");
    }

    private static TopicMessage ReadMessage(TaskInvocation invocation)
    {
        var attributes = (invocation.Input?["MessageAttributes"] as JsonObject ?? [])
            .ToDictionary(attribute => attribute.Key, attribute => ToText(attribute.Value?["StringValue"]));
        return new(ToText(invocation.Input?["Message"]), attributes, invocation);
    }

    /// <summary>A string as it is; any other value as the JSON text that the service would send.</summary>
    private static string ToText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "null";
}

/// <summary>All that Task states can call.</summary>
/// <param name="Functions">Handlers by <c>FunctionName</c>: payload in, payload out.</param>
/// <param name="Topics">Handlers by <c>TopicArn</c>. They return the message's id.</param>
internal sealed record ResourceHandlers(
    IReadOnlyDictionary<string, FunctionHandler> Functions,
    IReadOnlyDictionary<string, MessageHandler> Topics);

internal delegate Task<JsonNode?> FunctionHandler(JsonNode? payload, CancellationToken cancellationToken);

internal delegate Task<string> MessageHandler(TopicMessage message, CancellationToken cancellationToken);

/// <param name="Body">Text of the message.</param>
/// <param name="Attributes">String attributes.</param>
/// <param name="Invocation">The call that sends it. Its idempotency token is the same when the call is repeated after a crash.</param>
internal sealed record TopicMessage(string Body, IReadOnlyDictionary<string, string> Attributes, TaskInvocation Invocation);
