using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>One scalar of an event with the place it came from.</summary>
/// <param name="Name">Names from the root, joined by dots; arrays leave no trace in it.</param>
/// <param name="Value">The scalar.</param>
/// <param name="Elements">Which element of which array it lies in, outermost first.</param>
internal sealed record EventField(string Name, EventValue Value, IReadOnlyList<ArrayElement> Elements)
{
    /// <summary>All scalars of an event. An empty object or array has none, and so does not exist to a pattern.</summary>
    public static ILookup<string, EventField> Flatten(JsonElement @event)
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
                        Walk(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value, elements);
                    }

                    break;
                case JsonValueKind.Array:
                    var (array, index) = (arrays++, 0);
                    foreach (var entry in json.EnumerateArray())
                    {
                        // Only objects and arrays tie fields to an element: scalars of one array are alternatives.
                        var nested = entry.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                        Walk(name, entry, nested ? [.. elements, new(array, index)] : elements);
                        index++;
                    }

                    break;
                default:
                    fields.Add(new(name, EventValue.Of(json), elements));
                    break;
            }
        }
    }
}

/// <param name="Array">Number of the array within the event.</param>
/// <param name="Index">Element of it.</param>
internal readonly record struct ArrayElement(int Array, int Index);
