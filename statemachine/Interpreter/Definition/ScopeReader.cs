using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads <c>StartAt</c> and <c>States</c>, and checks the transitions between the states.</summary>
internal static class ScopeReader
{
    /// <param name="additionalFields">Fields that the object may have in addition to StartAt and States.</param>
    public static StateScope? Read(JsonNode? node, string path, StateReader stateReader, IReadOnlyList<string> additionalFields)
    {
        if (node is not JsonObject fields)
        {
            stateReader.Errors.Add(path, "must be an object");
            return null;
        }

        var reader = new ObjectReader(fields, path, stateReader.Errors);
        if (additionalFields.Contains("ProcessorConfig"))
        {
            MapReader.ValidateProcessorConfig(reader);
        }

        StateReader.RequireJsonPath(reader);
        var scope = Read(reader, stateReader);
        reader.RefuseUnknown();
        return scope;
    }

    public static StateScope? Read(ObjectReader reader, StateReader stateReader)
    {
        var startAt = reader.ReadString("StartAt", required: true);
        if (reader.ReadObject("States", required: true) is not { } fields)
        {
            return null;
        }

        if (fields.Count == 0)
        {
            reader.AddError("States", "must have at least one state");
        }

        var statesByName = new Dictionary<string, State>();
        foreach (var (name, node) in fields)
        {
            if (stateReader.Read(name, node, DefinitionErrors.GetChildPath(reader.GetPath("States"), name)) is { } state)
            {
                statesByName[name] = state;
            }
        }

        var scope = new StateScope(startAt ?? "", statesByName);
        TransitionValidator.Validate(scope, fields, reader, hasStart: startAt is not null);
        return scope;
    }
}
