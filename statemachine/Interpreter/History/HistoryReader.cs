using Pipeline.Interpreter.Definition;

namespace Pipeline.Interpreter.History;

/// <summary>Reads the history of an execution that will continue. Every event must have a place in the definition.</summary>
internal sealed class HistoryReader
{
    private readonly Dictionary<string, (StateScope Scope, int Branch)> _scopesByState = [];
    private readonly Dictionary<ScopeTrace, StateScope> _scopes = [];
    private readonly ExecutionTrace _trace;

    private HistoryReader(StateMachineDefinition definition)
    {
        AddStates(definition.Root, 0);
        _trace = new ExecutionTrace(state => _scopesByState.GetValueOrDefault(state).Branch);
        _scopes[_trace.Root] = definition.Root;
    }

    /// <exception cref="HistoryMismatchException">The history was not recorded with this definition.</exception>
    public static ExecutionTrace Read(StateMachineDefinition definition, IReadOnlyList<HistoryEvent> history)
    {
        var reader = new HistoryReader(definition);
        foreach (var historyEvent in history)
        {
            if (!reader.Follow(historyEvent))
            {
                var state = EventDetails.ReadName(historyEvent) is { } name ? $" of {name}" : "";
                throw new HistoryMismatchException($"event {historyEvent.Id}, {historyEvent.Type}{state}, has no place in it");
            }
        }

        return reader._trace;
    }

    private void AddStates(StateScope scope, int branch)
    {
        foreach (var state in scope.States.Values)
        {
            _scopesByState[state.Name] = (scope, branch);
            switch (state)
            {
                case MapState map:
                    AddStates(map.ItemProcessor, 0);
                    break;
                case ParallelState parallel:
                    for (var index = 0; index < parallel.Branches.Count; index++)
                    {
                        AddStates(parallel.Branches[index], index);
                    }

                    break;
            }
        }
    }

    private bool Follow(HistoryEvent historyEvent)
    {
        var previousScope = _trace.FindScope(historyEvent.PreviousEventId);
        var visit = _trace.Follow(historyEvent);
        return historyEvent.Type.StartsWith("Execution", StringComparison.Ordinal)
            || (previousScope is not null && HasPlace(historyEvent, previousScope, visit, _trace.FindScope(historyEvent.Id)!));
    }

    private bool HasPlace(HistoryEvent historyEvent, ScopeTrace previousScope, VisitTrace? visit, ScopeTrace scope) => historyEvent.Type switch
    {
        EventTypes.MapIterationStarted => EnterIteration(historyEvent, visit, scope),
        var type when type.StartsWith("MapIteration", StringComparison.Ordinal) => true,
        var type when EventTypes.IsEntered(type) => Enter(type, visit!, scope),
        var type when EventTypes.IsExited(type) => visit is not null && HasNext(_scopes[scope], historyEvent, visit),
        var type when EventTypes.IsAborted(type) => true,
        var type when EventTypes.ClosesChildren(type) => visit is not null && (ReferenceEquals(previousScope, scope) || IsWithin(_scopes[previousScope], _scopes[scope])),
        _ => visit is not null,
    };

    private bool EnterIteration(HistoryEvent started, VisitTrace? visit, ScopeTrace scope)
    {
        if (visit is not { Attempts.Count: > 0 } || EventDetails.ReadIndex(started) is null
            || _scopes[visit.Scope].States.GetValueOrDefault(visit.State) is not MapState map)
        {
            return false;
        }

        _scopes[scope] = map.ItemProcessor;
        return true;
    }

    private bool Enter(string type, VisitTrace visit, ScopeTrace scope)
    {
        if (!_scopesByState.TryGetValue(visit.State, out var location) || location.Scope.States[visit.State].EnteredEventType != type)
        {
            return false;
        }

        if (scope is { Kind: ScopeKind.Branch, Visits.Count: 1 })
        {
            _scopes[scope] = location.Scope;
            return true;
        }

        // If the state has since moved out of its Map, the check fails at the event that closes the Map.
        for (var enclosing = scope; enclosing is not null; enclosing = enclosing.Owner?.Scope)
        {
            if (ReferenceEquals(_scopes[enclosing], location.Scope))
            {
                _scopes[scope] = location.Scope;
                return true;
            }
        }

        return false;
    }

    // The next state of the execution must exist in the scope.
    private static bool HasNext(StateScope scope, HistoryEvent exited, VisitTrace visit)
    {
        var name = exited.Details!.TryGetPropertyValue(HistoryEvent.NextState, out var next)
            ? next?.GetValue<string>()
            : scope.States[visit.State].Next;
        return name is null || scope.States.ContainsKey(name);
    }

    private static bool IsWithin(StateScope inner, StateScope outer) => !ReferenceEquals(inner, outer) && outer.SelfAndDescendants().Contains(inner);
}
