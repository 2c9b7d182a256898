namespace Pipeline.Interpreter;

/// <summary>
/// A history read back into what it tells of: the machine's scope and, in its open states, branches and iterations.
/// Which event belongs to which is told by <c>previousEventId</c> and by the names of states, which are unique.
/// </summary>
internal sealed class ExecutionRecord
{
    private readonly Dictionary<string, (StateScope Scope, int Branch)> homes = [];
    private readonly Dictionary<long, (ScopeRecord Owner, HistoryEvent Event)> read = [];

    private ExecutionRecord(StateMachineDefinition definition)
    {
        Root = new ScopeRecord(definition.Root, null);
        foreach (var scope in definition.Root.WithNested())
        {
            foreach (var state in scope.States.Values)
            {
                homes[state.Name] = (scope, BranchOf(definition, scope));
            }
        }
    }

    public ScopeRecord Root { get; }

    public long LastEventId { get; private set; }

    /// <summary>The last event outside all branches and iterations.</summary>
    public long LastRootEventId => Root.LastEventId;

    public int RedriveCount { get; private set; }

    public DateTimeOffset? RedriveTime { get; private set; }

    /// <exception cref="HistoryMismatchException">The history is not one of this definition.</exception>
    public static ExecutionRecord Read(StateMachineDefinition definition, IReadOnlyList<HistoryEvent> history)
    {
        var record = new ExecutionRecord(definition);
        foreach (var happened in history)
        {
            try
            {
                var owner = record.Place(happened);
                owner.LastEventId = happened.Id;
                record.read[happened.Id] = (owner, happened);
                record.LastEventId = Math.Max(record.LastEventId, happened.Id);
            }
            catch (Exception wrong) when (wrong is KeyNotFoundException or NullReferenceException or ArgumentOutOfRangeException or InvalidCastException)
            {
                var state = happened.Details?["name"]?.GetValue<string>() is { } name ? $" of {name}" : "";
                throw new HistoryMismatchException($"event {happened.Id}, {happened.Type}{state}, has no place in it", wrong);
            }
        }

        return record;
    }

    public void ForgetFailures() => Root.ForgetFailures();

    private ScopeRecord Place(HistoryEvent happened)
    {
        switch (happened.Type)
        {
            case EventTypes.ExecutionRedriven:
                (RedriveCount, RedriveTime) = (RedriveCount + 1, happened.Timestamp);
                ForgetFailures();
                return Root;
            case EventTypes.MapIterationStarted:
                return StartIteration(happened);
            case EventTypes.MapIterationSucceeded or EventTypes.MapIterationFailed or EventTypes.MapIterationAborted:
                var iteration = read[happened.PreviousEventId].Owner;
                iteration.End = happened.Type;
                return iteration;
            case var type when type.StartsWith("Execution", StringComparison.Ordinal):
                return Root;
            case var type when type.EndsWith("StateEntered", StringComparison.Ordinal):
                var entered = Enter(happened);
                entered.Visits.Add(new VisitRecord(happened));
                return entered;
            case var type when type.EndsWith("StateExited", StringComparison.Ordinal):
                var exited = Climb(read[happened.PreviousEventId].Owner, homes[NameOf(happened)].Scope);
                exited.Visits[^1].Exited = happened;
                RequireNext(exited.Scope, happened);
                return exited;
            default:
                return PlaceOwn(happened);
        }
    }

    private ScopeRecord PlaceOwn(HistoryEvent happened)
    {
        var (owner, before) = read[happened.PreviousEventId];
        var closes = happened.Type is EventTypes.MapStateSucceeded or EventTypes.MapStateFailed
            or EventTypes.ParallelStateSucceeded or EventTypes.ParallelStateFailed;
        if (closes && before.Type is not (EventTypes.MapStateStarted or EventTypes.ParallelStateStarted
            or EventTypes.MapRunSucceeded or EventTypes.MapRunFailed))
        {
            owner = owner.Parent!;
        }

        if (happened.Type.EndsWith("StateAborted", StringComparison.Ordinal))
        {
            // Whoever aborted it does so again, or is redriven: then the state just goes on.
            return owner;
        }

        var visit = owner.Visits[^1];
        visit.Own.Add(happened);
        if (happened.Type is EventTypes.MapStateStarted or EventTypes.ParallelStateStarted)
        {
            visit.Attempts.Add(new AttemptRecord(happened));
        }

        return owner;
    }

    private ScopeRecord StartIteration(HistoryEvent happened)
    {
        var parent = read[happened.PreviousEventId].Owner;
        var processor = ((MapState)parent.Scope.States[NameOf(happened)]).Processor;
        var child = new ScopeRecord(processor, parent);
        parent.Visits[^1].Attempts[^1].Children[happened.Details!["index"]!.GetValue<int>()] = child;
        return child;
    }

    private ScopeRecord Enter(HistoryEvent happened)
    {
        var (owner, before) = read[happened.PreviousEventId];
        var (scope, branch) = homes[NameOf(happened)];
        if (scope.States[NameOf(happened)].Entered != happened.Type)
        {
            throw new KeyNotFoundException($"State {NameOf(happened)} is of another type.");
        }

        if (before.Type != EventTypes.ParallelStateStarted)
        {
            return Climb(owner, scope);
        }

        var child = new ScopeRecord(scope, owner);
        owner.Visits[^1].Attempts[^1].Children[branch] = child;
        return child;
    }

    // Where the execution went on from there, it must find a state.
    private static void RequireNext(StateScope scope, HistoryEvent exited)
    {
        var name = exited.Details!.TryGetPropertyValue(HistoryEvent.NextState, out var next)
            ? next?.GetValue<string>()
            : scope.States[NameOf(exited)].Next;
        if (name is not null)
        {
            _ = scope.States[name];
        }
    }

    private static ScopeRecord Climb(ScopeRecord from, StateScope scope)
    {
        while (!ReferenceEquals(from.Scope, scope))
        {
            from = from.Parent!;
        }

        return from;
    }

    private static string NameOf(HistoryEvent happened) => happened.Details!["name"]!.GetValue<string>();

    private static int BranchOf(StateMachineDefinition definition, StateScope scope) => definition.Root.WithNested()
        .SelectMany(outer => outer.States.Values)
        .OfType<ParallelState>()
        .Select(parallel => parallel.Branches.ToList().FindIndex(branch => ReferenceEquals(branch, scope)))
        .FirstOrDefault(index => index >= 0, -1);
}
