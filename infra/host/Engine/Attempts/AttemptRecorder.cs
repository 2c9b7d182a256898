using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Attempts;

/// <summary>
/// Records every call of a function that decodes or encodes before it begins. The calls of an execution that has taken the process down
/// too often fail instead, so that the execution takes the way of every failure.
/// </summary>
/// <param name="invoker">Calls the functions.</param>
/// <param name="functions">Names of the functions that use an image library.</param>
/// <param name="attempts">What is known of earlier crashes.</param>
/// <param name="findImage">Returns the id of an execution's image, by the execution's ARN.</param>
internal sealed class AttemptRecorder(
    ITaskInvoker invoker, IReadOnlySet<string> functions, DecodeAttempts attempts, Func<string, CancellationToken, Task<string?>> findImage) : ITaskInvoker
{
    /// <summary>Error name of an execution that is not tried again.</summary>
    public const string Error = "DecoderCrashed";

    public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Input is not JsonObject input || input["FunctionName"] is not JsonValue name || !name.TryGetValue<string>(out var function)
            || !functions.Contains(function))
        {
            return await invoker.InvokeAsync(invocation, cancellationToken);
        }

        var execution = invocation.ExecutionArn[(invocation.ExecutionArn.LastIndexOf(':') + 1)..];
        if (attempts.IsCondemned(execution))
        {
            var image = await findImage(invocation.ExecutionArn, cancellationToken) ?? "The original";
            throw new TaskFailedException(
                Error,
                $"{image} has stopped the host {attempts.CountCrashes(execution)} times while it was decoded or encoded, so it is not tried again. "
                + "Its file makes an image library crash, or needs more memory than there is. Remove it, or upload it in another format.");
        }

        using (attempts.Enter(execution))
        {
            return await invoker.InvokeAsync(invocation, cancellationToken);
        }
    }
}
