using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Returns canned responses by the name of the state, in order. The last response repeats. Throws <see cref="NoResponseException"/> for a state without any.</summary>
/// <param name="responses">The responses of one execution. The object counts the calls, so use a new one for each execution.</param>
public sealed class CannedTaskInvoker(IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> responses) : ITaskInvoker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<JsonNode?>> _inputs = [];

    /// <summary>The inputs of all calls, in order, by the name of the state.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonNode?>> Inputs
    {
        get
        {
            lock (_gate)
            {
                return _inputs.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<JsonNode?>)[.. entry.Value]);
            }
        }
    }

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
            if (!_inputs.TryGetValue(invocation.StateName, out var inputs))
            {
                _inputs[invocation.StateName] = inputs = [];
            }

            call = inputs.Count;
            inputs.Add(invocation.Input?.DeepClone());
        }

        var response = stateResponses[Math.Min(call, stateResponses.Count - 1)];
        return response.IsFailure
            ? throw new TaskFailedException(response.Error, response.Cause)
            : Task.FromResult(response.Output?.DeepClone());
    }
}
