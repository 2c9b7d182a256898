using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Returns canned responses by the name of the state, in order. The last response repeats. Throws <see cref="NoResponseException"/> for a state without any.</summary>
/// <param name="responses">The responses of one execution. The object counts the calls, so use a new one for each execution.</param>
public sealed class CannedTaskInvoker(IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> responses) : ITaskInvoker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _calls = [];

    public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        if (!responses.TryGetValue(invocation.StateName, out var stateResponses) || stateResponses.Count == 0)
        {
            throw new NoResponseException(
                $"The task '{invocation.StateName}' ({invocation.Resource}) has no response. Add one under the name of its state.");
        }

        int call;
        lock (_gate)
        {
            call = _calls.GetValueOrDefault(invocation.StateName);
            _calls[invocation.StateName] = call + 1;
        }

        var response = stateResponses[Math.Min(call, stateResponses.Count - 1)];
        return response.IsFailure
            ? throw new TaskFailedException(response.Error, response.Cause)
            : Task.FromResult(response.Output?.DeepClone());
    }
}
