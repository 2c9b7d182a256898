using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <summary>A list of texts that match a pattern. Pulumi passes a YAML list on as JSON.</summary>
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

/// <summary>A map of names to texts. Pulumi passes a YAML map on as JSON.</summary>
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

        // YAML numbers and booleans count as text: "1.2" and "true" are valid tags.
        var pairs = json.EnumerateObject().Select(pair => (pair.Name, Value: pair.Value.ToString())).ToArray();
        return pairs.Length <= MaxEntries && pairs.All(pair => KeyPattern.IsMatch(pair.Name) && ValuePattern.IsMatch(pair.Value))
            ? pairs.ToDictionary(pair => pair.Name, pair => pair.Value)
            : null;
    }
}

internal static class JsonSettingReader
{
    /// <param name="source">The configuration.</param>
    /// <param name="setting">The setting to read.</param>
    /// <param name="empty">Value if the setting is not set or is not valid.</param>
    /// <param name="convert">Converts the JSON; returns null if it is not a valid value.</param>
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
            // Plain text instead of a list or a map is reported below like any other invalid value.
        }

        source.AddProblem(setting, text);
        return empty;
    }
}
