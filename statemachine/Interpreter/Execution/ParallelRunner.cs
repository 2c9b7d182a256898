using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>One attempt at a Parallel: all branches at once; the first that fails aborts the others.</summary>
internal sealed class ParallelRunner(ParallelState state, Visit visit) : IAttempt
{
    public long? ExitFollows { get; private set; }

    public async ValueTask<Outcome> RunAsync()
    {
        var effective = visit.EffectiveInput();
        var input = new Payload(state.Parameters is null ? effective : state.Parameters.Evaluate(visit.Scope(effective)));
        var started = visit.Write(EventTypes.ParallelStateStarted, null);
        var children = new ChildRuns(visit, visit.TakeAttempt(), started.Id);
        await children.RunAsync(state.Branches.Count, state.Branches.Count, (index, token) => RunBranchAsync(children, index, input, token));
        if (children.FirstFailure is { } failure)
        {
            return new Outcome(null, failure);
        }

        ExitFollows = children.LastEventId;
        visit.Write(EventTypes.ParallelStateSucceeded, null, children.LastEventId);
        return Outcome.Of(new JsonArray([.. children.Outputs.Select(output => output!.Node?.DeepClone())]));
    }

    public void GiveUp(Failure failure)
    {
        if (failure.LastEventId != visit.Entered.Id)
        {
            visit.Write(EventTypes.ParallelStateFailed, null, failure.LastEventId);
        }
    }

    private async Task<Outcome> RunBranchAsync(ChildRuns children, int index, Payload input, CancellationToken token)
    {
        var frame = children.Open(state.Branches[index], index, null, token);
        var outcome = await ScopeRunner.RunAsync(visit.Execution, frame, input);
        children.Ended(frame.PreviousEventId);
        return outcome;
    }
}
