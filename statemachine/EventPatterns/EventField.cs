using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>A scalar of an event and its location.</summary>
/// <param name="Name">Property names from the root, joined by dots. Arrays do not appear in it.</param>
/// <param name="Value">The scalar.</param>
/// <param name="Elements">The array elements that contain the scalar, outermost first.</param>
internal sealed record EventField(string Name, EventValue Value, IReadOnlyList<ArrayElement> Elements)
{
    /// <summary>Lists all scalars of an event. An empty object or array has none, so a pattern does not see it.</summary>
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
                        // Only objects and arrays tie their fields to one element. Scalars of one array are alternatives.
                        var nested = entry.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                        Walk(name, entry, nested ? [.. elements, new(array, index)] : elements);
                        index++;
                    }

                    break;
                default:
                    fields.Add(new(name, EventValue.FromJson(json), elements));
                    break;
            }
        }
    }
}

/// <summary>An element of an array in an event.</summary>
/// <param name="Array">Number of the array within the event, from 0.</param>
/// <param name="Index">Index of the element in the array, from 0.</param>
internal readonly record struct ArrayElement(int Array, int Index);
