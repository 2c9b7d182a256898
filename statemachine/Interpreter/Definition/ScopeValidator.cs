using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>What must hold across scopes: names of states are unique, inner scopes do not assign outer variables.</summary>
internal static class ScopeValidator
{
    public static void Validate(StateScope scope, string path, DefinitionErrors errors) => Validate(scope, path, errors, [], []);

    private static void Validate(StateScope scope, string path, DefinitionErrors errors, Dictionary<string, string> statePaths, HashSet<string> outerVariables)
    {
        var ownVariables = scope.States.Values.SelectMany(FindAssignedVariables).ToHashSet();
        foreach (var state in scope.States.Values)
        {
            var statePath = DefinitionErrors.ChildPath($"{path}.States", state.Name);
            if (!statePaths.TryAdd(state.Name, statePath))
            {
                errors.Add(statePath, $"the name is taken by {statePaths[state.Name]}; names are unique in the whole definition");
            }

            foreach (var name in FindAssignedVariables(state).Where(outerVariables.Contains).Distinct())
            {
                errors.Add(statePath, $"assigns the variable '{name}', which belongs to an outer scope");
            }
        }

        HashSet<string> visibleVariables = [.. outerVariables, .. ownVariables];
        foreach (var state in scope.States.Values)
        {
            var statePath = DefinitionErrors.ChildPath($"{path}.States", state.Name);
            if (state is MapState map)
            {
                // A child execution sees no outer variables, so it may name its own alike.
                Validate(map.ItemProcessor, $"{statePath}.ItemProcessor", errors, statePaths, map.IsDistributed ? [] : visibleVariables);
            }

            for (var i = 0; i < (state as ParallelState)?.Branches.Count; i++)
            {
                Validate(((ParallelState)state).Branches[i], $"{statePath}.Branches[{i}]", errors, statePaths, visibleVariables);
            }
        }
    }

    private static IEnumerable<string> FindAssignedVariables(State state)
    {
        IEnumerable<ObjectTemplate?> templates = state switch
        {
            ChoiceState choice => choice.Choices.Select(rule => rule.Assign).Append(choice.Assign),
            RetryableState work => work.Catch.Select(catcher => catcher.Assign).Append(work.Assign),
            _ => [state.Assign],
        };
        return templates.OfType<ObjectTemplate>().SelectMany(template => template.Fields).Select(field => field.Key);
    }
}
