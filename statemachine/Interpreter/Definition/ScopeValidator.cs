using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>Checks the rules across scopes: state names are unique, and inner scopes do not assign outer variables.</summary>
internal static class ScopeValidator
{
    public static void Validate(StateScope scope, string path, DefinitionErrors errors) => Validate(scope, path, errors, [], []);

    private static void Validate(StateScope scope, string path, DefinitionErrors errors, Dictionary<string, string> statePaths, HashSet<string> outerVariables)
    {
        var ownVariables = scope.States.Values.SelectMany(FindAssignedVariables).ToHashSet();
        foreach (var state in scope.States.Values)
        {
            var statePath = DefinitionErrors.GetChildPath($"{path}.States", state.Name);
            if (!statePaths.TryAdd(state.Name, statePath))
            {
                errors.Add(statePath, $"has the same name as {statePaths[state.Name]}; state names must be unique in the whole definition");
            }

            foreach (var name in FindAssignedVariables(state).Where(outerVariables.Contains).Distinct())
            {
                errors.Add(statePath, $"assigns the variable '{name}', which belongs to an outer scope");
            }
        }

        HashSet<string> visibleVariables = [.. outerVariables, .. ownVariables];
        foreach (var state in scope.States.Values)
        {
            var statePath = DefinitionErrors.GetChildPath($"{path}.States", state.Name);
            if (state is MapState map)
            {
                // A child execution does not see outer variables, so its own variables can have the same names.
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
            RetryableState retryable => retryable.Catch.Select(catcher => catcher.Assign).Append(retryable.Assign),
            _ => [state.Assign],
        };
        return templates.OfType<ObjectTemplate>().SelectMany(template => template.Fields).Select(field => field.Key);
    }
}
