using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Tasks;

/// <summary>Calls the Resources of Tasks: Lambda functions, service integrations, or handlers that replace them.</summary>
public interface ITaskInvoker
{
    /// <summary>
    /// Runs an attempt and returns its result. Many attempts run concurrently on the thread pool, so synchronous work is fine.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the attempt times out, its branch is aborted or the run stops.</param>
    /// <exception cref="TaskFailedException">
    /// The attempt failed with this error name. For any other exception, the error is the name of its class and the
    /// cause is the report of Lambda's .NET runtime.
    /// </exception>
    Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken);
}
