using System.Collections.Immutable;

namespace Pipeline.EventPatterns;

/// <summary>
/// A set of conditions that an event can match: every field must match one of its entries. A pattern with <c>$or</c>
/// has several clauses. Fields below one array of objects must match within the same element.
/// </summary>
internal sealed record PatternClause(ImmutableSortedDictionary<string, IReadOnlyList<ValueMatcher>> Fields)
{
    public static PatternClause Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, IReadOnlyList<ValueMatcher>>(StringComparer.Ordinal));

    public bool Matches(ILookup<string, EventField> @event) => Matches([.. Fields], 0, @event, []);

    private static bool Matches(
        KeyValuePair<string, IReadOnlyList<ValueMatcher>>[] fields,
        int index,
        ILookup<string, EventField> @event,
        ImmutableArray<ArrayElement> chosenElements)
    {
        if (index == fields.Length)
        {
            return true;
        }

        var (name, matchers) = fields[index];
        var reachable = @event[name].Where(field => IsConsistent(field, chosenElements)).ToArray();
        if (reachable.Length == 0 && matchers.Any(matcher => matcher is AbsentMatcher))
        {
            return Matches(fields, index + 1, @event, chosenElements);
        }

        return reachable.Any(field => matchers.Any(matcher => matcher.Matches(field.Value))
            && Matches(fields, index + 1, @event, [.. chosenElements, .. field.Elements]));
    }

    private static bool IsConsistent(EventField field, ImmutableArray<ArrayElement> chosenElements) =>
        field.Elements.All(element => !chosenElements.Any(other => other.Array == element.Array && other.Index != element.Index));
}
