using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads <c>StartAt</c> and <c>States</c>, and checks how the states lead to each other.</summary>
internal static class ScopeReader
{
    /// <param name="more">Fields beside StartAt and States that the object may have.</param>
    public static StateScope? Read(JsonNode? node, string path, StateReader states, IReadOnlyList<string> more)
    {
        if (node is not JsonObject fields)
        {
            states.Errors.Add(path, "must be an object");
            return null;
        }

        var reader = new ObjectReader(fields, path, states.Errors);
        if (more.Contains("ProcessorConfig"))
        {
            MapReader.CheckConfig(reader);
        }

        StateReader.QueryLanguage(reader);
        var scope = Read(reader, states);
        reader.RefuseUnknown();
        return scope;
    }

    public static StateScope? Read(ObjectReader reader, StateReader states)
    {
        var startAt = reader.Text("StartAt", required: true);
        if (reader.Object("States", required: true) is not { } fields)
        {
            return null;
        }

        if (fields.Count == 0)
        {
            reader.Fail("States", "must have at least one state");
        }

        var read = new Dictionary<string, State>();
        foreach (var (name, node) in fields)
        {
            if (states.Read(name, node, DefinitionErrors.Child(reader.At("States"), name)) is { } state)
            {
                read[name] = state;
            }
        }

        var scope = new StateScope(startAt ?? "", read);
        TransitionCheck.Run(scope, fields, reader, hasStart: startAt is not null);
        return scope;
    }
}
