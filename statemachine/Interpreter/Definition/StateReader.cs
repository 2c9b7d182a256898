using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads the fields that states of several types share, and leaves the rest to the reader of each type.</summary>
internal sealed class StateReader(DefinitionErrors errors)
{
    private static readonly string[] OfJsonata = ["Arguments", "Output", "Items", "Condition"];

    public DefinitionErrors Errors => errors;

    /// <summary>Null when the state cannot be read at all; what is wrong is noted either way.</summary>
    public State? Read(string name, JsonNode? node, string path)
    {
        if (node is not JsonObject fields)
        {
            errors.Add(path, "must be an object");
            return null;
        }

        if (name.Length is 0 or > 80)
        {
            errors.Add(path, $"the name of a state has 1 to 80 characters, not {name.Length}");
        }

        var reader = new ObjectReader(fields, path, errors);
        QueryLanguage(reader);
        var state = reader.Text("Type", required: true) switch
        {
            "Pass" => SimpleStates.ReadPass(name, reader, this),
            "Task" => WorkStates.ReadTask(name, reader, this),
            "Choice" => ChoiceReader.Read(name, reader, this),
            "Wait" => SimpleStates.ReadWait(name, reader, this),
            "Succeed" => SimpleStates.ReadSucceed(name, reader, this),
            "Fail" => SimpleStates.ReadFail(name, reader),
            "Parallel" => WorkStates.ReadParallel(name, reader, this),
            "Map" => MapReader.Read(name, reader, this),
            { } other => Unknown(reader, other),
            null => (State?)null,
        };
        foreach (var field in OfJsonata)
        {
            reader.Refuse(field, "belongs to JSONata, which is not supported; use the JSONPath fields");
        }

        if (state is not null)
        {
            reader.RefuseUnknown();
        }

        return state;
    }

    /// <summary>Refuses JSONata by name.</summary>
    public static void QueryLanguage(ObjectReader reader)
    {
        if (reader.Text("QueryLanguage") is { } language && language != "JSONPath")
        {
            reader.Fail("QueryLanguage", language == "JSONata"
                ? "JSONata is not supported; use JSONPath"
                : $"must be JSONPath, not '{language}'");
        }
    }

    public static InputFilter Filter(ObjectReader reader, string name)
    {
        if (reader.Has(name) && reader.Take(name, out var value) && value is null)
        {
            return new InputFilter(null, discards: true);
        }

        return new InputFilter(reader.PathField(name, referenceOnly: false), discards: false);
    }

    public static ResultPlacement Placement(ObjectReader reader)
    {
        if (reader.Has("ResultPath") && reader.Take("ResultPath", out var value) && value is null)
        {
            return new ResultPlacement(null, discards: true);
        }

        var path = reader.Text("ResultPath") is { } text
            ? reader.Errors.Try(reader.At("ResultPath"), () => ReferencePath.Parse(text))
            : null;
        return new ResultPlacement(path is { IsRoot: false } ? path : null, discards: false);
    }

    /// <summary>The state's Next; null with <c>End: true</c>. A state has the one or the other.</summary>
    public static string? Transition(ObjectReader reader)
    {
        var (next, end) = (reader.Text("Next"), reader.Flag("End"));
        if (next is not null && end)
        {
            reader.Fail("End", "cannot stand beside Next");
        }
        else if (!reader.Has("Next") && !end)
        {
            reader.Fail("Next", "is missing; a state has Next or End: true");
        }

        return next;
    }

    public static Template? Payload(ObjectReader reader, string name) => reader.Take(name, out var value)
        ? TemplateReader.Read(value, reader.At(name), reader.Errors)
        : null;

    /// <summary>The assignments to variables; the names are checked.</summary>
    public static ObjectTemplate? Assignments(ObjectReader reader)
    {
        if (reader.Object("Assign") is not { } fields)
        {
            return null;
        }

        var template = TemplateReader.ReadObject(fields, reader.At("Assign"), reader.Errors);
        foreach (var (name, _) in template.Fields)
        {
            if (name is "states" || name.Length is 0 or > 80 || !(char.IsLetter(name[0]) || name[0] == '_')
                || !name.All(character => char.IsLetterOrDigit(character) || character == '_'))
            {
                reader.Errors.Add(
                    DefinitionErrors.Child(reader.At("Assign"), name),
                    "is no name for a variable: a letter or _, then letters, digits and _, at most 80; 'states' is taken");
            }
        }

        return template;
    }

    private static State? Unknown(ObjectReader reader, string type)
    {
        reader.Fail("Type", $"'{type}' is none of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map");
        return null;
    }
}
