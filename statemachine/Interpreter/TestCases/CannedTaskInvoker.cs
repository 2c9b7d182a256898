using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Returns canned responses by the name of the state, in order. The last response repeats, unless it is one of a list that ends. Responses
/// for one item of a Map have its index after the name, <c>Resize[2]</c>, or those of nested Maps, <c>Resize[2][0]</c>; they go before
/// others. Throws <see cref="NoResponseException"/> for a call without any.
/// </summary>
/// <param name="responses">The responses of one execution. The object counts the calls, so use a new one for each execution.</param>
public sealed class CannedTaskInvoker(IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> responses) : ITaskInvoker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<JsonNode?>> _inputs = [];
    private readonly Dictionary<string, int> _uses = [];

    /// <summary>The inputs of all calls, in order, by the name of the state, and by the name with the index of an item.</summary>
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
        var keys = TaskKey.List(invocation.StateName, invocation.Iterations);
        var key = keys.FirstOrDefault(responses.ContainsKey);
        if (key is null || responses[key] is not { Count: > 0 } stateResponses)
        {
            throw new NoResponseException(
                $"The task '{keys[0]}' ({invocation.Resource}) has no response. Add one under the name of its state.");
        }

        var call = Record(key, keys, invocation.Input);
        if (call >= stateResponses.Count && stateResponses[^1].IsLast)
        {
            throw new NoResponseException(
                $"The task '{key}' ({invocation.Resource}) has {stateResponses.Count} response{(stateResponses.Count == 1 ? "" : "s")}, but this is call {call + 1}.");
        }

        var response = stateResponses[Math.Min(call, stateResponses.Count - 1)];
        return response.IsFailure
            ? throw new TaskFailedException(response.Error, response.Cause)
            : Task.FromResult(response.Output?.DeepClone());
    }

    /// <summary>Records a call, and returns how many calls used the same responses before.</summary>
    private int Record(string key, IReadOnlyList<string> keys, JsonNode? input)
    {
        lock (_gate)
        {
            foreach (var name in keys)
            {
                if (!_inputs.TryGetValue(name, out var inputs))
                {
                    _inputs[name] = inputs = [];
                }

                inputs.Add(input?.DeepClone());
            }

            _uses[key] = _uses.GetValueOrDefault(key) + 1;
            return _uses[key] - 1;
        }
    }
}
