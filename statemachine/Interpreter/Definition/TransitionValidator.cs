using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Definition;

/// <summary>Checks that every transition leads to a state of the same scope and that every state can be reached.</summary>
internal static class TransitionValidator
{
    public static void Validate(StateScope scope, JsonObject stateFields, ObjectReader reader, bool hasStart)
    {
        var statesPath = reader.GetPath("States");
        if (hasStart && !stateFields.ContainsKey(scope.StartAt))
        {
            reader.AddError("StartAt", $"no state is named '{scope.StartAt}'");
            hasStart = false;
        }

        foreach (var state in scope.States.Values)
        {
            foreach (var (path, target) in FindTransitions(state, stateFields[state.Name]!.AsObject(), DefinitionErrors.GetChildPath(statesPath, state.Name)))
            {
                if (!stateFields.ContainsKey(target))
                {
                    reader.Errors.Add(path, $"no state is named '{target}' in this scope");
                }
            }
        }

        // A state that could not be read might lead anywhere, so reachability is unknown.
        if (!hasStart || scope.States.Count != stateFields.Count)
        {
            return;
        }

        var reachable = FindReachable(scope);
        foreach (var name in scope.States.Keys.Where(name => !reachable.Contains(name)))
        {
            reader.Errors.Add(DefinitionErrors.GetChildPath(statesPath, name), "cannot be reached from StartAt");
        }
    }

    private static HashSet<string> FindReachable(StateScope scope)
    {
        var reachable = new HashSet<string> { scope.StartAt };
        var pending = new Stack<string>(reachable);
        while (pending.TryPop(out var name))
        {
            foreach (var target in scope.States[name].NextStateNames)
            {
                if (scope.States.ContainsKey(target) && reachable.Add(target))
                {
                    pending.Push(target);
                }
            }
        }

        return reachable;
    }

    private static IEnumerable<(string Path, string Target)> FindTransitions(State state, JsonObject fields, string path)
    {
        foreach (var name in new[] { "Next", "Default" })
        {
            if (ReadText(fields, name) is { } target)
            {
                yield return ($"{path}.{name}", target);
            }
        }

        foreach (var list in new[] { "Catch", "Choices" })
        {
            var entries = fields[list] as JsonArray;
            for (var i = 0; i < (entries?.Count ?? 0); i++)
            {
                if (entries![i] is JsonObject entry && ReadText(entry, "Next") is { } target)
                {
                    yield return ($"{path}.{list}[{i}].Next", target);
                }
            }
        }
    }

    private static string? ReadText(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
