using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Answers tasks by the name of their state with what was given beforehand, in order; the last answer repeats.</summary>
/// <param name="responses">One run's answers: the object counts the calls, so it serves one execution.</param>
public sealed class CannedTaskInvoker(IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> responses) : ITaskInvoker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _calls = [];

    public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        if (!responses.TryGetValue(invocation.StateName, out var stateResponses) || stateResponses.Count == 0)
        {
            throw new TaskFailedException(
                "NoAnswerGivenException", $"No answer is given for the task '{invocation.StateName}' ({invocation.Resource}).");
        }

        int call;
        lock (_gate)
        {
            call = _calls.GetValueOrDefault(invocation.StateName);
            _calls[invocation.StateName] = call + 1;
        }

        var response = stateResponses[Math.Min(call, stateResponses.Count - 1)];
        return response.Error is null
            ? Task.FromResult(response.Output?.DeepClone())
            : throw new TaskFailedException(response.Error, response.Cause);
    }
}
