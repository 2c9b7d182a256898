using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>Reads the objects of a pattern and expands each <c>$or</c> into its combinations.</summary>
internal sealed class EventPatternReader(PatternErrors errors)
{
    /// <summary>EventBridge refuses a pattern whose <c>$or</c> fields expand to more combinations.</summary>
    private const int MaxClauses = 1000;

    private static readonly HashSet<string> ReservedInOr =
    [
        "prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr", "exactly",
        "=", "<", "<=", ">", ">=",
    ];

    private readonly ValueMatcherReader _values = new(errors);

    public IReadOnlyList<PatternClause> Read(JsonElement json) => ReadObject(json, "$", "", [PatternClause.Empty], isWithinOr: false);

    private IReadOnlyList<PatternClause> ReadObject(
        JsonElement json, string path, string name, IReadOnlyList<PatternClause> clauses, bool isWithinOr)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object.");
            return clauses;
        }

        if (!json.EnumerateObject().Any())
        {
            errors.Add(path, "must not be empty.");
        }

        foreach (var property in json.EnumerateObject())
        {
            var propertyPath = PatternErrors.GetChildPath(path, property.Name);
            var propertyName = name.Length == 0 ? property.Name : $"{name}.{property.Name}";
            if (property.Name == "$or")
            {
                clauses = ReadOr(property.Value, $"{path}.$or", name, clauses);
            }
            else if (isWithinOr && ReservedInOr.Contains(property.Name))
            {
                errors.Add(propertyPath, "is the name of an operator; a field within $or cannot have that name.");
            }
            else if (property.Value.ValueKind == JsonValueKind.Object)
            {
                clauses = ReadObject(property.Value, propertyPath, propertyName, clauses, isWithinOr);
            }
            else
            {
                clauses = ReadField(property.Value, propertyPath, propertyName, clauses);
            }
        }

        return clauses;
    }

    private IReadOnlyList<PatternClause> ReadField(JsonElement json, string path, string name, IReadOnlyList<PatternClause> clauses)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
        {
            errors.Add(path, "must be an object, or an array of at least one value to match.");
            return clauses;
        }

        var matchers = json.EnumerateArray().Select((value, i) => _values.Read(value, $"{path}[{i}]")).OfType<ValueMatcher>().ToArray();
        if (clauses.Any(clause => clause.Fields.ContainsKey(name)))
        {
            errors.Add(path, $"repeats the field {name}; EventBridge keeps at most one condition on a field.");
            return clauses;
        }

        return [.. clauses.Select(clause => new PatternClause(clause.Fields.Add(name, matchers)))];
    }

    private IReadOnlyList<PatternClause> ReadOr(JsonElement json, string path, string name, IReadOnlyList<PatternClause> clauses)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() < 2)
        {
            errors.Add(path, "must be an array of at least two objects.");
            return clauses;
        }

        if ((long)clauses.Count * json.GetArrayLength() > MaxClauses)
        {
            errors.Add(path, $"expands to more than {MaxClauses} combinations.");
            return clauses;
        }

        // Each branch may expand further.
        PatternClause[] expanded = [.. json.EnumerateArray()
            .SelectMany((branch, i) => ReadObject(branch, $"{path}[{i}]", name, clauses, isWithinOr: true)).Take(MaxClauses + 1)];
        if (expanded.Length > MaxClauses)
        {
            errors.Add(path, $"expands to more than {MaxClauses} combinations.");
            return clauses;
        }

        return expanded;
    }
}
