using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Every transition leads to a state of the same scope, and every state can be reached.</summary>
internal static class TransitionCheck
{
    public static void Run(StateScope scope, JsonObject written, ObjectReader reader, bool hasStart)
    {
        var states = reader.At("States");
        if (hasStart && !written.ContainsKey(scope.StartAt))
        {
            reader.Fail("StartAt", $"no state is named '{scope.StartAt}'");
            hasStart = false;
        }

        foreach (var state in scope.States.Values)
        {
            foreach (var (path, target) in Written(state, written[state.Name]!.AsObject(), DefinitionErrors.Child(states, state.Name)))
            {
                if (!written.ContainsKey(target))
                {
                    reader.Errors.Add(path, $"no state is named '{target}' in this scope");
                }
            }
        }

        // A state that could not be read may lead anywhere.
        if (!hasStart || scope.States.Count != written.Count)
        {
            return;
        }

        var reached = Reached(scope);
        foreach (var name in scope.States.Keys.Where(name => !reached.Contains(name)))
        {
            reader.Errors.Add(DefinitionErrors.Child(states, name), "cannot be reached from StartAt");
        }
    }

    private static HashSet<string> Reached(StateScope scope)
    {
        var reached = new HashSet<string> { scope.StartAt };
        var open = new Stack<string>(reached);
        while (open.TryPop(out var name))
        {
            foreach (var target in scope.States[name].Targets)
            {
                if (scope.States.ContainsKey(target) && reached.Add(target))
                {
                    open.Push(target);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<(string Path, string Target)> Written(State state, JsonObject fields, string path)
    {
        foreach (var name in new[] { "Next", "Default" })
        {
            if (Text(fields, name) is { } target)
            {
                yield return ($"{path}.{name}", target);
            }
        }

        foreach (var list in new[] { "Catch", "Choices" })
        {
            var entries = fields[list] as JsonArray;
            for (var i = 0; i < (entries?.Count ?? 0); i++)
            {
                if (entries![i] is JsonObject entry && Text(entry, "Next") is { } target)
                {
                    yield return ($"{path}.{list}[{i}].Next", target);
                }
            }
        }
    }

    private static string? Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
