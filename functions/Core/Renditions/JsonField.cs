using System.Globalization;
using System.Text.Json;

namespace Pipeline.Core.Renditions;

/// <summary>A value of a configuration file, with its JSON path. If it is not what a method reads, the method adds a problem and returns null.</summary>
internal sealed record JsonField(JsonElement Json, string Path, ICollection<RenditionSetProblem> Problems)
{
    public void AddProblem(string message) => Problems.Add(new(Path, message));

    /// <summary>Adds a problem that quotes the value, shortened, and says what it must be.</summary>
    public void AddValueProblem(string bound)
    {
        var text = Json.GetRawText();
        AddProblem($"is {(text.Length <= 80 ? text : text[..80] + "…")}; {bound}");
    }

    public JsonField Child(string name) => this with { Json = Json.GetProperty(name), Path = PathOf(name) };

    public IReadOnlyDictionary<string, JsonField>? ReadProperties(IReadOnlyList<string> knownNames)
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            AddValueProblem("it must be an object");
            return null;
        }

        var properties = new Dictionary<string, JsonField>();
        foreach (var property in Json.EnumerateObject())
        {
            if (!IsText(property))
            {
                AddProblem("has a name that is not valid text: it has half of a surrogate pair");
                return null;
            }

            var field = this with { Json = property.Value, Path = PathOf(property.Name) };
            if (!knownNames.Contains(property.Name))
            {
                field.AddProblem($"is not known; {Suggestion.AsSentence(property.Name, knownNames)}");
            }
            else if (!properties.TryAdd(property.Name, field))
            {
                field.AddProblem("appears twice");
            }
        }

        return properties;
    }

    private static bool IsText(JsonProperty property)
    {
        try
        {
            return property.Name is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public IReadOnlyList<JsonField>? ReadElements(int min, int max)
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            AddValueProblem(string.Create(CultureInfo.InvariantCulture, $"it must be an array of {min} to {max} elements"));
            return null;
        }

        if (Json.GetArrayLength() is var count && (count < min || count > max))
        {
            AddProblem(string.Create(CultureInfo.InvariantCulture, $"has {count} elements; it must have {min} to {max}"));
        }

        return [.. Json.EnumerateArray().Select((element, i) => this with { Json = element, Path = $"{Path}[{i}]" })];
    }

    public string? ReadString()
    {
        if (Json.ValueKind == JsonValueKind.String)
        {
            try
            {
                return Json.GetString();
            }
            catch (InvalidOperationException)
            {
                AddValueProblem("it must be valid text, without half of a surrogate pair");
                return null;
            }
        }

        AddValueProblem("it must be a string");
        return null;
    }

    public bool? ReadBoolean()
    {
        if (Json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Json.GetBoolean();
        }

        AddValueProblem("it must be true or false");
        return null;
    }

    /// <summary>Reads a whole number in any notation (<c>320</c>, <c>3.2e2</c>), as in JSON Schema.</summary>
    public int? ReadInteger(int min, int max)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.GetDouble() is var number && number == Math.Floor(number)
            && number >= min && number <= max)
        {
            return (int)number;
        }

        var isWhole = Json.ValueKind == JsonValueKind.Number && Json.GetDouble() is var value && value == Math.Floor(value);
        AddValueProblem(string.Create(CultureInfo.InvariantCulture, $"it must be {(isWhole ? "" : "a whole number ")}between {min} and {max}"));
        return null;
    }

    public double? ReadNumber(double min, double max)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.GetDouble() is var number && number >= min && number <= max)
        {
            return number;
        }

        AddValueProblem(string.Create(CultureInfo.InvariantCulture, $"it must be a number between {min} and {max}"));
        return null;
    }

    public T? ReadKeyword<T>(IReadOnlyDictionary<string, T> keywords)
        where T : struct
    {
        if (Json.ValueKind == JsonValueKind.String && keywords.TryGetValue(Json.GetString()!, out var value))
        {
            return value;
        }

        AddValueProblem(Json.ValueKind == JsonValueKind.String
            ? $"it must be one of {string.Join(", ", keywords.Keys)}{Suggestion.AsSuffix(Json.GetString()!, keywords.Keys)}"
            : $"it must be one of {string.Join(", ", keywords.Keys)}");
        return null;
    }

    private string PathOf(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{Path}.{name}" : $"{Path}['{name}']";
}
