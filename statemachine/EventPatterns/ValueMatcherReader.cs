using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>Reads an entry of a field's array: a value, or an object with one operator.</summary>
internal sealed class ValueMatcherReader(PatternErrors errors)
{
    private const string OperatorNames =
        "prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr";

    /// <returns>Null if the entry is not valid; the errors then have the reason.</returns>
    public ValueMatcher? Read(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            errors.Add(path, "must be a value or an object with an operator, not an array.");
            return null;
        }

        return json.ValueKind != JsonValueKind.Object ? new ExactMatcher(EventValue.FromJson(json))
            : ReadSingleProperty(json, path, OperatorNames) is { } property ? ReadOperator(property.Name, property.Value, PatternErrors.GetChildPath(path, property.Name))
            : null;
    }

    private ValueMatcher? ReadOperator(string name, JsonElement value, string path) => name switch
    {
        "prefix" or "suffix" => ReadAffix(name, value, path),
        "equals-ignore-case" or "wildcard" or "cidr" => ReadText(name, value, path),
        "numeric" => NumericMatcher.Read(value, path, errors),
        "exists" => ReadExists(value, path),
        "anything-but" => ReadAnythingBut(value, path),
        _ => Reject(path, $"is not an operator; use one of {OperatorNames}."),
    };

    private ValueMatcher? ReadAffix(string name, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return ReadText(name, value, path);
        }

        if (ReadSingleProperty(value, path, "equals-ignore-case") is not { } nested)
        {
            return null;
        }

        var nestedPath = PatternErrors.GetChildPath(path, nested.Name);
        return nested.Name == "equals-ignore-case"
            ? ReadText(name + " equals-ignore-case", nested.Value, nestedPath)
            : Reject(nestedPath, $"is not allowed within {name}; use equals-ignore-case.");
    }

    private ValueMatcher? ReadText(string name, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Reject(path, "must be a string.");
        }

        var text = value.GetString()!;
        switch (name)
        {
            case "prefix":
                return new TextMatcher(candidate => candidate.StartsWith(text, StringComparison.Ordinal));
            case "prefix equals-ignore-case":
                return new TextMatcher(candidate => candidate.StartsWith(text, StringComparison.OrdinalIgnoreCase));
            case "suffix":
                return new TextMatcher(candidate => candidate.EndsWith(text, StringComparison.Ordinal));
            case "suffix equals-ignore-case":
                return new TextMatcher(candidate => candidate.EndsWith(text, StringComparison.OrdinalIgnoreCase));
            case "equals-ignore-case":
                return new TextMatcher(candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
            case "wildcard":
                return WildcardPattern.Parse(text, out var problem) is { } wildcard ? new TextMatcher(wildcard.Matches) : Reject(path, problem);
            default:
                return CidrBlock.Parse(text) is { } range
                    ? new TextMatcher(range.Contains)
                    : Reject(path, "must be an address and a mask such as 10.0.0.0/24; the mask has 0 to 31 bits for IPv4 and 0 to 127 for IPv6.");
        }
    }

    private ValueMatcher? ReadExists(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.True => new PresentMatcher(),
        JsonValueKind.False => new AbsentMatcher(),
        _ => Reject(path, "must be true or false."),
    };

    private AnythingButMatcher? ReadAnythingBut(JsonElement value, string path)
    {
        var name = "";
        if (value.ValueKind == JsonValueKind.Object)
        {
            const string Allowed = "prefix, suffix, equals-ignore-case, wildcard";
            if (ReadSingleProperty(value, path, Allowed) is not { } nested)
            {
                return null;
            }

            (name, value, path) = (nested.Name, nested.Value, PatternErrors.GetChildPath(path, nested.Name));
            if (name is not ("prefix" or "suffix" or "equals-ignore-case" or "wildcard"))
            {
                errors.Add(path, $"is not allowed within anything-but; use one of {Allowed}.");
                return null;
            }
        }

        var isList = value.ValueKind == JsonValueKind.Array;
        var values = isList ? value.EnumerateArray().ToArray() : [value];
        var matchers = values.Select((entry, i) => ReadExcluded(name, entry, isList ? $"{path}[{i}]" : path)).ToArray();
        if (values.Length == 0 || values.Select(entry => entry.ValueKind).Distinct().Count() > 1)
        {
            errors.Add(path, values.Length == 0 ? "must not be empty." : "must contain only strings or only numbers.");
            return null;
        }

        return matchers.All(matcher => matcher is not null) ? new(matchers!) : null;
    }

    private ValueMatcher? ReadExcluded(string name, JsonElement value, string path) => (name, value.ValueKind) switch
    {
        ("", JsonValueKind.String) => new ExactMatcher(EventValue.FromJson(value)),
        ("", JsonValueKind.Number) when DecimalText.TryReadExact(value.GetRawText(), out _) => new ExactMatcher(EventValue.FromJson(value)),
        ("", JsonValueKind.Number) => Reject(path, "must be a number that IEEE 754 binary64 holds without losing a digit."),
        ("", _) => Reject(path, "must be a string or a number."),
        ("prefix" or "suffix", JsonValueKind.String) when value.GetString()!.Length == 0 => Reject(path, "must not be empty within anything-but."),
        _ => ReadText(name, value, path),
    };

    private JsonProperty? ReadSingleProperty(JsonElement json, string path, string allowed)
    {
        var properties = json.EnumerateObject().ToArray();
        if (properties.Length == 1)
        {
            return properties[0];
        }

        errors.Add(path, $"must have exactly one of {allowed}; it has {properties.Length} properties.");
        return null;
    }

    private ValueMatcher? Reject(string path, string message)
    {
        errors.Add(path, message);
        return null;
    }
}
