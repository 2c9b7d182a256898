namespace Pipeline.Interpreter;

/// <summary>What must hold across scopes: names of states are unique, inner scopes do not assign outer variables.</summary>
internal static class ScopeCheck
{
    public static void Run(StateScope scope, string path, DefinitionErrors errors) => Run(scope, path, errors, [], []);

    private static void Run(StateScope scope, string path, DefinitionErrors errors, Dictionary<string, string> named, HashSet<string> outer)
    {
        var own = scope.States.Values.SelectMany(Assigned).ToHashSet();
        foreach (var state in scope.States.Values)
        {
            var at = DefinitionErrors.Child($"{path}.States", state.Name);
            if (!named.TryAdd(state.Name, at))
            {
                errors.Add(at, $"the name is taken by {named[state.Name]}; names are unique in the whole definition");
            }

            foreach (var name in Assigned(state).Where(outer.Contains).Distinct())
            {
                errors.Add(at, $"assigns the variable '{name}', which belongs to an outer scope");
            }
        }

        HashSet<string> visible = [.. outer, .. own];
        foreach (var state in scope.States.Values)
        {
            var at = DefinitionErrors.Child($"{path}.States", state.Name);
            if (state is MapState map)
            {
                // A child execution sees no outer variables, so it may name its own alike.
                Run(map.Processor, $"{at}.ItemProcessor", errors, named, map.IsDistributed ? [] : visible);
            }

            for (var i = 0; i < (state as ParallelState)?.Branches.Count; i++)
            {
                Run(((ParallelState)state).Branches[i], $"{at}.Branches[{i}]", errors, named, visible);
            }
        }
    }

    private static IEnumerable<string> Assigned(State state)
    {
        IEnumerable<ObjectTemplate?> templates = state switch
        {
            ChoiceState choice => choice.Choices.Select(rule => rule.Assign).Append(choice.Assign),
            WorkState work => work.Catch.Select(catcher => catcher.Assign).Append(work.Assign),
            _ => [state.Assign],
        };
        return templates.OfType<ObjectTemplate>().SelectMany(template => template.Fields).Select(field => field.Key);
    }
}
