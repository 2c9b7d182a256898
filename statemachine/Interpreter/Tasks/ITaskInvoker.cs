using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Tasks;

/// <summary>Calls what Tasks name as their Resource: Lambda functions, service integrations, or handlers standing in for them.</summary>
public interface ITaskInvoker
{
    /// <summary>
    /// The result of one attempt. It runs on a thread of the pool, many at once, and may do its work synchronously.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the attempt times out, its branch is aborted or the run stops.</param>
    /// <exception cref="TaskFailedException">
    /// The attempt failed with this error name. Of any other exception the name of its class becomes the error, and
    /// what Lambda's .NET runtime reports of it the cause.
    /// </exception>
    Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken);
}
