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

    public bool Matches(ILookup<string, EventField> @event) => new Search([.. Fields], @event).Find(0, []);

    /// <summary>
    /// Chooses a value for one field after the other. What has failed once for the elements that later fields depend on is not tried again, so
    /// that arrays that have nothing to do with each other do not multiply.
    /// </summary>
    private sealed class Search(KeyValuePair<string, IReadOnlyList<ValueMatcher>>[] fields, ILookup<string, EventField> @event)
    {
        private readonly HashSet<(int Index, string Elements)> _failed = [];
        private readonly HashSet<int>[] _arrays = FindArrays(fields, @event);

        public bool Find(int index, ImmutableArray<ArrayElement> chosenElements)
        {
            if (index == fields.Length)
            {
                return true;
            }

            // Only elements of arrays that this or a later field is in make a difference.
            chosenElements = [.. chosenElements.Where(element => _arrays[index].Contains(element.Array)).Distinct().Order()];
            var state = (index, string.Join(',', chosenElements.Select(element => $"{element.Array}:{element.Index}")));
            if (_failed.Contains(state))
            {
                return false;
            }

            var (name, matchers) = fields[index];
            var reachable = @event[name].Where(field => IsConsistent(field, chosenElements)).ToArray();
            var found = reachable.Length == 0 && matchers.Any(matcher => matcher is AbsentMatcher)
                ? Find(index + 1, chosenElements)
                : reachable.Any(field => matchers.Any(matcher => matcher.Matches(field.Value)) && Find(index + 1, [.. chosenElements, .. field.Elements]));
            if (!found)
            {
                _failed.Add(state);
            }

            return found;
        }

        /// <summary>For every field, the arrays that it or a later field is in.</summary>
        private static HashSet<int>[] FindArrays(KeyValuePair<string, IReadOnlyList<ValueMatcher>>[] fields, ILookup<string, EventField> @event)
        {
            var arrays = new HashSet<int>[fields.Length];
            for (var index = fields.Length - 1; index >= 0; index--)
            {
                arrays[index] = [.. @event[fields[index].Key].SelectMany(field => field.Elements).Select(element => element.Array)];
                arrays[index].UnionWith(index + 1 < fields.Length ? arrays[index + 1] : []);
            }

            return arrays;
        }
    }

    private static bool IsConsistent(EventField field, ImmutableArray<ArrayElement> chosenElements) =>
        field.Elements.All(element => !chosenElements.Any(other => other.Array == element.Array && other.Index != element.Index));
}
