using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Definition;

/// <summary>
/// Reads the fields of an object in a definition and collects errors: wrong types, values out of bounds, fields that
/// exclude each other and, at the end, every field that was not read.
/// </summary>
internal sealed class ObjectReader(JsonObject fields, string path, DefinitionErrors errors)
{
    private readonly HashSet<string> _known = ["Comment"];

    public string Path { get; } = path;

    public DefinitionErrors Errors { get; } = errors;

    public IEnumerable<string> Names => fields.Select(pair => pair.Key);

    public string GetPath(string name) => DefinitionErrors.GetChildPath(Path, name);

    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>The raw field; does not mark it as read.</summary>
    public JsonNode? Peek(string name) => fields[name];

    /// <summary>Gets the raw field and marks it as read; false if the field is missing.</summary>
    public bool Take(string name, out JsonNode? value)
    {
        _known.Add(name);
        return fields.TryGetPropertyValue(name, out value);
    }

    public void AddError(string name, string message) => Errors.Add(GetPath(name), message);

    public string? ReadString(string name, bool required = false)
    {
        if (!Take(name, out var value))
        {
            ReportMissing(name, required);
            return null;
        }

        if (value?.GetValueKind() == JsonValueKind.String)
        {
            return value.GetValue<string>();
        }

        AddError(name, "must be a string");
        return null;
    }

    public double? ReadNumber(string name, double min, double max, bool wholeOnly = true)
    {
        if (!Take(name, out var value))
        {
            return null;
        }

        if (JsonNumbers.IsNumber(value) && JsonNumbers.ToDouble(value!) is var number && number >= min && number <= max
            && (!wholeOnly || number == Math.Floor(number)))
        {
            return number;
        }

        AddError(name, $"must be {(wholeOnly ? "a whole number" : "a number")} from {min} to {max}");
        return null;
    }

    public JsonObject? ReadObject(string name, bool required = false) => ReadTyped<JsonObject>(name, "an object", required);

    public JsonArray? ReadArray(string name, bool required = false) => ReadTyped<JsonArray>(name, "an array", required);

    public bool ReadBoolean(string name)
    {
        if (!Take(name, out var value))
        {
            return false;
        }

        if (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetValue<bool>();
        }

        AddError(name, "must be true or false");
        return false;
    }

    public DataPath? ReadPath(string name, bool referenceOnly)
    {
        if (ReadString(name) is not { } text || Errors.TryRead(GetPath(name), () => DataPath.Parse(text)) is not { } dataPath)
        {
            return null;
        }

        if (referenceOnly && !dataPath.IsReference)
        {
            AddError(name, $"'{text}' must be a reference path, with only names and indexes");
        }

        return dataPath;
    }

    /// <summary>Reads a number, or the path to a number in the input from the field named <c>…Path</c>.</summary>
    public NumberOrPath? ReadNumberOrPath(string name, double min, double max, bool wholeOnly = true)
    {
        RequireAtMostOne(name, $"{name}Path");
        return ReadPath($"{name}Path", referenceOnly: true) is { } path ? new NumberOrPath(name, null, path)
            : ReadNumber(name, min, max, wholeOnly) is { } number ? new NumberOrPath(name, number, null)
            : null;
    }

    /// <summary>Adds an error to every present field after the first.</summary>
    public void RequireAtMostOne(params ReadOnlySpan<string> names)
    {
        string? first = null;
        foreach (var name in names)
        {
            if (!Has(name))
            {
                continue;
            }

            if (first is not null)
            {
                AddError(name, $"cannot be used together with {first}");
            }

            first ??= name;
        }
    }

    public void Refuse(string name, string message)
    {
        if (Take(name, out _))
        {
            AddError(name, message);
        }
    }

    /// <summary>Adds an error to every field that was not read.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in Names.Where(name => !_known.Contains(name)))
        {
            AddError(name, "is not a known field here, or is not supported");
        }

        if (Has("Comment"))
        {
            _ = ReadString("Comment");
        }
    }

    private T? ReadTyped<T>(string name, string type, bool required) where T : JsonNode
    {
        if (!Take(name, out var value))
        {
            ReportMissing(name, required);
            return null;
        }

        if (value is not T typed)
        {
            AddError(name, $"must be {type}");
            return null;
        }

        return typed;
    }

    private void ReportMissing(string name, bool required)
    {
        if (required)
        {
            AddError(name, "is missing");
        }
    }
}
