namespace Pipeline.Interpreter.Definition;

/// <summary>States that lead to each other: those of the machine, of one branch of a Parallel or of a Map's processor.</summary>
internal sealed record StateScope(string StartAt, IReadOnlyDictionary<string, State> States)
{
    /// <summary>This scope and all within it.</summary>
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
