namespace Pipeline.Interpreter.Definition;

/// <summary>States that can transition to each other: those of the state machine, of a branch of a Parallel or of a Map's processor.</summary>
internal sealed record StateScope(string StartAt, IReadOnlyDictionary<string, State> States)
{
    /// <summary>This scope and all scopes within it.</summary>
    public IEnumerable<StateScope> SelfAndDescendants() => States.Values
        .SelectMany(state => state switch
        {
            ParallelState parallel => parallel.Branches,
            MapState map => [map.ItemProcessor],
            _ => Enumerable.Empty<StateScope>(),
        })
        .SelectMany(scope => scope.SelfAndDescendants())
        .Prepend(this);
}
