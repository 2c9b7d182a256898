using System.Text.Json.Nodes;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Tasks;

/// <summary>
/// Keeps a full disk from failing images. For the state machine, a function that cannot write has failed: it would be retried for some
/// seconds, and then the image would fail. But the fault is the host's, so the execution is interrupted, and continues when there is room.
/// </summary>
/// <param name="invoker">Calls the functions.</param>
/// <param name="interrupt">Interrupts an execution, by its ARN; false if no such execution runs.</param>
internal sealed class FullDiskInvoker(ITaskInvoker invoker, Func<string, Exception, bool> interrupt) : ITaskInvoker
{
    public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await invoker.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception fault) when (DiskSpace.IsExhausted(fault) && interrupt(invocation.ExecutionArn, fault))
        {
            // Until the interruption arrives here: any other end would be an outcome of the state.
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw;
        }
    }
}
