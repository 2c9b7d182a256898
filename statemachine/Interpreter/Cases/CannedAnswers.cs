using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Answers tasks by the name of their state with what was given beforehand, in order; the last answer repeats.</summary>
/// <param name="answers">One run's answers: the object counts the calls, so it serves one execution.</param>
public sealed class CannedAnswers(IReadOnlyDictionary<string, IReadOnlyList<CannedAnswer>> answers) : ITaskInvoker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _calls = [];

    public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        if (!answers.TryGetValue(invocation.StateName, out var given) || given.Count == 0)
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

        var answer = given[Math.Min(call, given.Count - 1)];
        return answer.Error is null
            ? Task.FromResult(answer.Output?.DeepClone())
            : throw new TaskFailedException(answer.Error, answer.Cause);
    }
}
