using System.Globalization;
using System.Text.Json;

namespace Pipeline.Core.Renditions;

/// <summary>A value of a configuration file with its JSON path. What it should have been but is not is noted as a problem, and null returned.</summary>
internal sealed record JsonField(JsonElement Json, string Path, ICollection<RenditionSetProblem> Problems)
{
    public void Refuse(string message) => Problems.Add(new(Path, message));

    /// <summary>Notes the value, cut short, and what it must be.</summary>
    public void RefuseValue(string bound)
    {
        var text = Json.GetRawText();
        Refuse($"is {(text.Length <= 80 ? text : text[..80] + "…")}; {bound}");
    }

    public JsonField Child(string name) => this with { Json = Json.GetProperty(name), Path = PathOf(name) };

    public IReadOnlyDictionary<string, JsonField>? Properties(IReadOnlyList<string> known)
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            RefuseValue("it must be an object");
            return null;
        }

        var properties = new Dictionary<string, JsonField>();
        foreach (var property in Json.EnumerateObject())
        {
            var field = this with { Json = property.Value, Path = PathOf(property.Name) };
            if (!known.Contains(property.Name))
            {
                field.Refuse($"is not known; {Suggestion.For(property.Name, known)}");
            }
            else if (!properties.TryAdd(property.Name, field))
            {
                field.Refuse("is there twice");
            }
        }

        return properties;
    }

    public IReadOnlyList<JsonField>? Elements(int min, int max)
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            RefuseValue(string.Create(CultureInfo.InvariantCulture, $"it must be an array of {min} to {max}"));
            return null;
        }

        if (Json.GetArrayLength() is var count && (count < min || count > max))
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"has {count} elements; it must have {min} to {max}"));
        }

        return [.. Json.EnumerateArray().Select((element, i) => this with { Json = element, Path = $"{Path}[{i}]" })];
    }

    public string? Text()
    {
        if (Json.ValueKind == JsonValueKind.String)
        {
            return Json.GetString();
        }

        RefuseValue("it must be a string");
        return null;
    }

    public bool? Boolean()
    {
        if (Json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Json.GetBoolean();
        }

        RefuseValue("it must be true or false");
        return null;
    }

    /// <summary>A whole number, however it is spelled (<c>320</c>, <c>3.2e2</c>), as in JSON Schema.</summary>
    public int? Integer(int min, int max)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.GetDouble() is var number && number == Math.Floor(number)
            && number >= min && number <= max)
        {
            return (int)number;
        }

        var whole = Json.ValueKind == JsonValueKind.Number && Json.GetDouble() is var value && value == Math.Floor(value);
        RefuseValue(string.Create(CultureInfo.InvariantCulture, $"it must be {(whole ? "" : "a whole number ")}between {min} and {max}"));
        return null;
    }

    public T? Word<T>(IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Json.ValueKind == JsonValueKind.String && words.TryGetValue(Json.GetString()!, out var value))
        {
            return value;
        }

        RefuseValue(Json.ValueKind == JsonValueKind.String
            ? $"it must be one of {string.Join(", ", words.Keys)}{Suggestion.Of(Json.GetString()!, words.Keys)}"
            : $"it must be one of {string.Join(", ", words.Keys)}");
        return null;
    }

    private string PathOf(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{Path}.{name}" : $"{Path}['{name}']";
}
