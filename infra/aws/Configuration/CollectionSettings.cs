using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <summary>Some texts, each of a certain form: a list in YAML, which Pulumi hands on as JSON.</summary>
internal sealed record ListSetting(string Name, Regex Pattern, string EntryDescription, int MaxEntries, string Meaning)
    : Setting(Name, $"a list of at most {MaxEntries}: each {EntryDescription}", "", Meaning)
{
    public IReadOnlyList<string> Read(SettingSource source) => JsonSettingReader.Read(source, this, [], ReadEntries);

    private string[]? ReadEntries(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxEntries)
        {
            return null;
        }

        var texts = json.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String ? element.GetString()! : "").ToArray();
        return texts.All(text => Pattern.IsMatch(text)) ? texts : null;
    }
}

/// <summary>Names with texts: a map in YAML.</summary>
internal sealed record MapSetting(string Name, Regex KeyPattern, Regex ValuePattern, string Values, int MaxEntries, string Meaning)
    : Setting(Name, Values, "", Meaning)
{
    public IReadOnlyDictionary<string, string> Read(SettingSource source) => JsonSettingReader.Read(source, this, [], ReadPairs);

    private Dictionary<string, string>? ReadPairs(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // YAML's numbers and flags are texts here: a tag may well be "1.2" or "true".
        var pairs = json.EnumerateObject().Select(pair => (pair.Name, Value: pair.Value.ToString())).ToArray();
        return pairs.Length <= MaxEntries && pairs.All(pair => KeyPattern.IsMatch(pair.Name) && ValuePattern.IsMatch(pair.Value))
            ? pairs.ToDictionary(pair => pair.Name, pair => pair.Value)
            : null;
    }
}

internal static class JsonSettingReader
{
    /// <param name="source">What is configured.</param>
    /// <param name="setting">Which of it.</param>
    /// <param name="empty">What it is where it is not set.</param>
    /// <param name="convert">Answers null where the JSON is none of the setting's values, which is then refused.</param>
    public static T Read<T>(SettingSource source, Setting setting, T empty, Func<JsonElement, T?> convert)
        where T : class
    {
        if (source.GetText(setting) is not { } text)
        {
            return empty;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            if (convert(document.RootElement) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // A word, not a list: none of the setting's values either.
        }

        source.AddProblem(setting, text);
        return empty;
    }
}
