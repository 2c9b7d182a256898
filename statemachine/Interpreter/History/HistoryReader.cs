using Pipeline.Interpreter.Definition;

namespace Pipeline.Interpreter.History;

/// <summary>Reads the history of an execution that is to go on: every event must have its place in the definition.</summary>
internal sealed class HistoryReader
{
    private readonly Dictionary<string, (StateScope Scope, int Branch)> _homes = [];
    private readonly Dictionary<ScopeTrace, StateScope> _scopes = [];
    private readonly ExecutionTrace _trace;

    private HistoryReader(StateMachineDefinition definition)
    {
        AddHomes(definition.Root, 0);
        _trace = new ExecutionTrace(state => _homes.GetValueOrDefault(state).Branch);
        _scopes[_trace.Root] = definition.Root;
    }

    /// <exception cref="HistoryMismatchException">The history is not one of this definition.</exception>
    public static ExecutionTrace Read(StateMachineDefinition definition, IReadOnlyList<HistoryEvent> history)
    {
        var reader = new HistoryReader(definition);
        foreach (var happened in history)
        {
            if (!reader.Follow(happened))
            {
                var state = EventDetails.NameOf(happened) is { } name ? $" of {name}" : "";
                throw new HistoryMismatchException($"event {happened.Id}, {happened.Type}{state}, has no place in it");
            }
        }

        return reader._trace;
    }

    private void AddHomes(StateScope scope, int branch)
    {
        foreach (var state in scope.States.Values)
        {
            _homes[state.Name] = (scope, branch);
            switch (state)
            {
                case MapState map:
                    AddHomes(map.ItemProcessor, 0);
                    break;
                case ParallelState parallel:
                    for (var index = 0; index < parallel.Branches.Count; index++)
                    {
                        AddHomes(parallel.Branches[index], index);
                    }

                    break;
            }
        }
    }

    private bool Follow(HistoryEvent happened)
    {
        var before = _trace.ScopeOf(happened.PreviousEventId);
        var visit = _trace.Follow(happened);
        return happened.Type.StartsWith("Execution", StringComparison.Ordinal)
            || (before is not null && HasPlace(happened, before, visit, _trace.ScopeOf(happened.Id)!));
    }

    private bool HasPlace(HistoryEvent happened, ScopeTrace before, VisitTrace? visit, ScopeTrace scope) => happened.Type switch
    {
        EventTypes.MapIterationStarted => EnterIteration(happened, visit, scope),
        var type when type.StartsWith("MapIteration", StringComparison.Ordinal) => true,
        var type when EventTypes.IsEntered(type) => Enter(type, visit!, scope),
        var type when EventTypes.IsExited(type) => visit is not null && HasNext(_scopes[scope], happened, visit),
        var type when EventTypes.IsAborted(type) => true,
        var type when EventTypes.ClosesChildren(type) => visit is not null && (ReferenceEquals(before, scope) || IsWithin(_scopes[before], _scopes[scope])),
        _ => visit is not null,
    };

    private bool EnterIteration(HistoryEvent started, VisitTrace? visit, ScopeTrace scope)
    {
        if (visit is not { Attempts.Count: > 0 } || EventDetails.IndexOf(started) is null
            || _scopes[visit.Scope].States.GetValueOrDefault(visit.State) is not MapState map)
        {
            return false;
        }

        _scopes[scope] = map.ItemProcessor;
        return true;
    }

    private bool Enter(string type, VisitTrace visit, ScopeTrace scope)
    {
        if (!_homes.TryGetValue(visit.State, out var home) || home.Scope.States[visit.State].EnteredEventType != type)
        {
            return false;
        }

        if (scope is { Kind: ScopeKind.Branch, Visits.Count: 1 })
        {
            _scopes[scope] = home.Scope;
            return true;
        }

        // A state that moved out of its Map since is found where the Map closes.
        for (var around = scope; around is not null; around = around.Owner?.Scope)
        {
            if (ReferenceEquals(_scopes[around], home.Scope))
            {
                _scopes[scope] = home.Scope;
                return true;
            }
        }

        return false;
    }

    // Where the execution went on from there, it must find a state.
    private static bool HasNext(StateScope scope, HistoryEvent exited, VisitTrace visit)
    {
        var name = exited.Details!.TryGetPropertyValue(HistoryEvent.NextState, out var next)
            ? next?.GetValue<string>()
            : scope.States[visit.State].Next;
        return name is null || scope.States.ContainsKey(name);
    }

    private static bool IsWithin(StateScope inner, StateScope outer) => !ReferenceEquals(inner, outer) && outer.SelfAndDescendants().Contains(inner);
}
