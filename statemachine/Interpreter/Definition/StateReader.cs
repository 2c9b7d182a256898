using System.Text.Json.Nodes;
using Pipeline.Interpreter.Paths;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads the fields that several types of states share. The reader of each type reads the others.</summary>
internal sealed class StateReader(DefinitionErrors errors, WorkflowType type)
{
    private static readonly string[] JsonataFields = ["Arguments", "Output", "Items", "Condition"];

    public DefinitionErrors Errors => errors;

    /// <summary>Type of the state machine.</summary>
    public WorkflowType Type => type;

    /// <summary>Reads a state and collects its errors; null if the state cannot be read at all.</summary>
    public State? Read(string name, JsonNode? node, string path)
    {
        if (node is not JsonObject fields)
        {
            errors.Add(path, "must be an object");
            return null;
        }

        if (name.Length is 0 or > 80)
        {
            errors.Add(path, $"the name of a state must have 1 to 80 characters, not {name.Length}");
        }

        var reader = new ObjectReader(fields, path, errors);
        RequireJsonPath(reader);
        var state = reader.ReadString("Type", required: true) switch
        {
            "Pass" => SimpleStateReader.ReadPass(name, reader, this),
            "Task" => TaskAndParallelReader.ReadTask(name, reader, this),
            "Choice" => ChoiceReader.Read(name, reader, this),
            "Wait" => SimpleStateReader.ReadWait(name, reader, this),
            "Succeed" => SimpleStateReader.ReadSucceed(name, reader, this),
            "Fail" => SimpleStateReader.ReadFail(name, reader),
            "Parallel" => TaskAndParallelReader.ReadParallel(name, reader, this),
            "Map" => MapReader.Read(name, reader, this),
            { } other => RejectUnknownType(reader, other),
            null => (State?)null,
        };
        foreach (var field in JsonataFields)
        {
            reader.Refuse(field, "belongs to JSONata, which is not supported; use the JSONPath fields");
        }

        if (state is not null)
        {
            reader.RefuseUnknown();
        }

        return state;
    }

    /// <summary>Refuses any QueryLanguage other than JSONPath; the error names JSONata explicitly.</summary>
    public static void RequireJsonPath(ObjectReader reader)
    {
        if (reader.ReadString("QueryLanguage") is { } language && language != "JSONPath")
        {
            reader.AddError("QueryLanguage", language == "JSONata"
                ? "JSONata is not supported; use JSONPath"
                : $"must be JSONPath, not '{language}'");
        }
    }

    public static PathFilter ReadPathFilter(ObjectReader reader, string name)
    {
        if (reader.Has(name) && reader.Take(name, out var value) && value is null)
        {
            return new PathFilter(null, isDiscarded: true);
        }

        return new PathFilter(reader.ReadPath(name, referenceOnly: false), isDiscarded: false);
    }

    public static ResultPath ReadResultPath(ObjectReader reader)
    {
        if (reader.Has("ResultPath") && reader.Take("ResultPath", out var value) && value is null)
        {
            return new ResultPath(null, isDiscarded: true);
        }

        var path = reader.ReadString("ResultPath") is { } text
            ? reader.Errors.TryRead(reader.GetPath("ResultPath"), () => ReferencePath.Parse(text))
            : null;
        return new ResultPath(path is { IsRoot: false } ? path : null, isDiscarded: false);
    }

    /// <summary>Reads the state's Next; null with <c>End: true</c>. A state must have exactly one of the two.</summary>
    public static string? ReadNext(ObjectReader reader)
    {
        var (next, end) = (reader.ReadString("Next"), reader.ReadBoolean("End"));
        if (next is not null && end)
        {
            reader.AddError("End", "cannot be used together with Next");
        }
        else if (!reader.Has("Next") && !end)
        {
            reader.AddError("Next", "is missing; a state must have Next or End: true");
        }

        return next;
    }

    public static PayloadTemplate? ReadPayloadTemplate(ObjectReader reader, string name) => reader.Take(name, out var value)
        ? PayloadTemplateReader.Read(value, reader.GetPath(name), reader.Errors)
        : null;

    /// <summary>Reads the assignments to variables and checks the names of the variables.</summary>
    public static ObjectTemplate? ReadAssign(ObjectReader reader)
    {
        if (reader.ReadObject("Assign") is not { } fields)
        {
            return null;
        }

        var template = PayloadTemplateReader.ReadObject(fields, reader.GetPath("Assign"), reader.Errors);
        foreach (var (name, _) in template.Fields)
        {
            if (name is "states" || name.Length is 0 or > 80 || !(char.IsLetter(name[0]) || name[0] == '_')
                || !name.All(character => char.IsLetterOrDigit(character) || character == '_'))
            {
                reader.Errors.Add(
                    DefinitionErrors.GetChildPath(reader.GetPath("Assign"), name),
                    "is not a valid variable name; start with a letter or _, continue with letters, digits and _, use at most 80 characters and not the reserved name 'states'");
            }
        }

        return template;
    }

    private static State? RejectUnknownType(ObjectReader reader, string type)
    {
        reader.AddError("Type", $"'{type}' is not a type of state; use one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map");
        return null;
    }
}
