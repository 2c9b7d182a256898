using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>
/// Reads the fields of one object of a definition and notes what is wrong: a wrong type, a bound passed, two fields
/// that exclude each other and, at the end, every field that nobody asked for.
/// </summary>
internal sealed class ObjectReader(JsonObject fields, string path, DefinitionErrors errors)
{
    private readonly HashSet<string> _known = ["Comment"];

    public string Path { get; } = path;

    public DefinitionErrors Errors { get; } = errors;

    public IEnumerable<string> Names => fields.Select(pair => pair.Key);

    public string At(string name) => DefinitionErrors.Child(Path, name);

    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>The field as it is, which somebody else asks for.</summary>
    public JsonNode? Peek(string name) => fields[name];

    /// <summary>The field as it is; false when it is not there.</summary>
    public bool Take(string name, out JsonNode? value)
    {
        _known.Add(name);
        return fields.TryGetPropertyValue(name, out value);
    }

    public void Fail(string name, string message) => Errors.Add(At(name), message);

    public string? Text(string name, bool required = false)
    {
        if (!Take(name, out var value))
        {
            Missing(name, required);
            return null;
        }

        if (value?.GetValueKind() == JsonValueKind.String)
        {
            return value.GetValue<string>();
        }

        Fail(name, "must be a string");
        return null;
    }

    public double? Number(string name, double least, double most, bool whole = true)
    {
        if (!Take(name, out var value))
        {
            return null;
        }

        if (Numbers.IsNumber(value) && Numbers.Approximate(value!) is var number && number >= least && number <= most
            && (!whole || number == Math.Floor(number)))
        {
            return number;
        }

        Fail(name, $"must be {(whole ? "a whole number" : "a number")} from {least} to {most}");
        return null;
    }

    public JsonObject? Object(string name, bool required = false) => Typed<JsonObject>(name, "an object", required);

    public JsonArray? Array(string name, bool required = false) => Typed<JsonArray>(name, "an array", required);

    public bool Flag(string name)
    {
        if (!Take(name, out var value))
        {
            return false;
        }

        if (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetValue<bool>();
        }

        Fail(name, "must be true or false");
        return false;
    }

    public DataPath? PathField(string name, bool referenceOnly)
    {
        if (Text(name) is not { } text || Errors.Try(At(name), () => DataPath.Parse(text)) is not { } read)
        {
            return null;
        }

        if (referenceOnly && !read.IsReference)
        {
            Fail(name, $"'{text}' must be a reference path: names and indexes only");
        }

        return read;
    }

    /// <summary>A number given as it is or, by the field named <c>…Path</c>, found in the input.</summary>
    public Setting? Setting(string name, double least, double most, bool whole = true)
    {
        OnlyOne(name, $"{name}Path");
        return PathField($"{name}Path", referenceOnly: true) is { } found ? new Setting(name, null, found)
            : Number(name, least, most, whole) is { } number ? new Setting(name, number, null)
            : null;
    }

    /// <summary>Notes an error on every field after the first that is there.</summary>
    public void OnlyOne(params ReadOnlySpan<string> names)
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
                Fail(name, $"cannot stand beside {first}");
            }

            first ??= name;
        }
    }

    public void Refuse(string name, string message)
    {
        if (Take(name, out _))
        {
            Fail(name, message);
        }
    }

    /// <summary>Notes an error on every field that was not asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in Names.Where(name => !_known.Contains(name)))
        {
            Fail(name, "is not a field here, or not supported");
        }

        if (Has("Comment"))
        {
            _ = Text("Comment");
        }
    }

    private T? Typed<T>(string name, string type, bool required) where T : JsonNode
    {
        if (!Take(name, out var value))
        {
            Missing(name, required);
            return null;
        }

        if (value is not T typed)
        {
            Fail(name, $"must be {type}");
            return null;
        }

        return typed;
    }

    private void Missing(string name, bool required)
    {
        if (required)
        {
            Fail(name, "is missing");
        }
    }
}
