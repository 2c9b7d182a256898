using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>An attempt of a Parallel: all branches run at once, and the first failure aborts the others.</summary>
internal sealed class ParallelRunner(ParallelState state, Visit visit) : IStateAttempt
{
    public long? ExitPreviousEventId { get; private set; }

    public async ValueTask<Outcome> RunAsync()
    {
        var effectiveInput = visit.EvaluateInputPath();
        var input = new Payload(state.Parameters is null ? effectiveInput : state.Parameters.Evaluate(visit.CreateScope(effectiveInput)));
        visit.Execution.CheckSize(input, state.Name);
        var started = visit.Write(EventTypes.ParallelStateStarted, null);
        var children = new ChildRunner(visit, visit.DequeueAttempt(), started.Id);
        await children.RunAsync(state.Branches.Count, state.Branches.Count, (index, token) => RunBranchAsync(children, index, input, token));
        if (children.FirstFailure is { } failure)
        {
            return new Outcome(null, failure);
        }

        ExitPreviousEventId = children.LastEventId;
        visit.Write(EventTypes.ParallelStateSucceeded, null, children.LastEventId);
        return Outcome.FromOutput(new JsonArray([.. children.Outputs.Select(output => output!.Node?.DeepClone())]));
    }

    public void RecordFailure(Failure failure)
    {
        if (failure.LastEventId != visit.Entered.Id)
        {
            visit.Write(EventTypes.ParallelStateFailed, null, failure.LastEventId);
        }
    }

    private async Task<Outcome> RunBranchAsync(ChildRunner children, int index, Payload input, CancellationToken token)
    {
        var frame = children.OpenFrame(state.Branches[index], index, null, token);
        var outcome = await ScopeRunner.RunAsync(visit.Execution, frame, input);
        children.RecordEnded(frame.PreviousEventId);
        return outcome;
    }
}
