using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>A scalar of an event and its location.</summary>
/// <param name="Name">Property names from the root, joined by dots. Arrays do not appear in it.</param>
/// <param name="Value">The scalar.</param>
/// <param name="Elements">The array elements that contain the scalar, outermost first.</param>
internal sealed record EventField(string Name, EventValue Value, IReadOnlyList<ArrayElement> Elements)
{
    /// <summary>Adds the names of all objects that contain the named fields: <c>a.b.c</c> is in <c>a</c> and in <c>a.b</c>.</summary>
    public static HashSet<string> WithParents(IEnumerable<string> names)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            for (var end = name.Length; end >= 0 && all.Add(name[..end]);)
            {
                end = end == 0 ? -1 : name.LastIndexOf('.', end - 1);
            }
        }

        return all;
    }

    /// <summary>Lists the scalars of an event with the given names. An empty object or array has none, so a pattern does not see it.</summary>
    /// <param name="event">The event.</param>
    /// <param name="names">Names of the fields that the pattern has, and of what contains them. All others would cost memory for nothing.</param>
    public static ILookup<string, EventField> Flatten(JsonElement @event, HashSet<string> names)
    {
        List<EventField> fields = [];
        var arrays = 0;
        Walk("", @event, []);
        return fields.ToLookup(field => field.Name);

        void Walk(string name, JsonElement json, IReadOnlyList<ArrayElement> elements)
        {
            switch (json.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in json.EnumerateObject())
                    {
                        if (ReadName(property) is { } own && (name.Length == 0 ? own : $"{name}.{own}") is var full && names.Contains(full))
                        {
                            Walk(full, property.Value, elements);
                        }
                    }

                    break;
                case JsonValueKind.Array:
                    var (array, index) = (arrays++, 0);
                    foreach (var entry in json.EnumerateArray())
                    {
                        // Only objects and arrays tie their fields to one element. Scalars of one array are alternatives.
                        var nested = entry.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                        Walk(name, entry, nested ? [.. elements, new(array, index)] : elements);
                        index++;
                    }

                    break;
                default:
                    if (EventValue.TryRead(json) is { } value)
                    {
                        fields.Add(new(name, value, elements));
                    }

                    break;
            }
        }
    }

    private static string? ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>An element of an array in an event.</summary>
/// <param name="Array">Number of the array within the event, from 0.</param>
/// <param name="Index">Index of the element in the array, from 0.</param>
internal readonly record struct ArrayElement(int Array, int Index) : IComparable<ArrayElement>
{
    public int CompareTo(ArrayElement other) => (Array, Index).CompareTo((other.Array, other.Index));
}
