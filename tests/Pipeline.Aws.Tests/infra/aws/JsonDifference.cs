using System.Text.Json.Nodes;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// What sets a JSON value apart from another: <c>- path</c> with what only the first has there, <c>+ path</c> with what only the second
/// has there. The second value can be told from the first and the differences: no change of it goes unseen, but for the order of an
/// object's properties.
/// </summary>
internal static class JsonDifference
{
    /// <returns>Empty where the two are the same.</returns>
    public static JsonObject Between(JsonNode? first, JsonNode? second)
    {
        var differences = new JsonObject();
        Compare(new("$", first), new("$", second), differences);
        return differences;
    }

    private static void Compare(Place first, Place second, JsonObject differences)
    {
        switch (first.Value, second.Value)
        {
            case (JsonObject before, JsonObject after):
                CompareProperties(first, before, second, after, differences);
                break;
            case (JsonArray before, JsonArray after):
                CompareElements(first, before, second, after, differences);
                break;
            default:
                if (first.Text != second.Text)
                {
                    Remove(first, differences);
                    Add(second, differences);
                }

                break;
        }
    }

    private static void CompareProperties(Place first, JsonObject before, Place second, JsonObject after, JsonObject differences)
    {
        foreach (var (name, value) in before)
        {
            if (after.TryGetPropertyValue(name, out var other))
            {
                Compare(first.Property(name, value), second.Property(name, other), differences);
            }
            else
            {
                Remove(first.Property(name, value), differences);
            }
        }

        foreach (var (name, value) in after.Where(property => !before.ContainsKey(property.Key)))
        {
            Add(second.Property(name, value), differences);
        }
    }

    /// <summary>Elements between those that both have are compared in pairs where there are as many; else they are removed and added.</summary>
    private static void CompareElements(Place first, JsonArray before, Place second, JsonArray after, JsonObject differences)
    {
        var old = before.Select((value, index) => first.Element(index, value)).ToArray();
        var young = after.Select((value, index) => second.Element(index, value)).ToArray();
        var (i, j) = (0, 0);
        foreach (var (nextOld, nextYoung) in Common(old, young).Append((old.Length, young.Length)))
        {
            CompareGap(old[i..nextOld], young[j..nextYoung], differences);
            (i, j) = (nextOld + 1, nextYoung + 1);
        }
    }

    private static void CompareGap(Place[] old, Place[] young, JsonObject differences)
    {
        if (old.Length == young.Length)
        {
            for (var i = 0; i < old.Length; i++)
            {
                Compare(old[i], young[i], differences);
            }

            return;
        }

        Array.ForEach(old, place => Remove(place, differences));
        Array.ForEach(young, place => Add(place, differences));
    }

    /// <summary>Indices of the longest sequence of elements that both have.</summary>
    private static IEnumerable<(int Old, int Young)> Common(Place[] old, Place[] young)
    {
        var lengths = new int[old.Length + 1, young.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = young.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i].Text == young[j].Text ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < old.Length && j < young.Length;)
        {
            if (old[i].Text == young[j].Text)
            {
                yield return (i++, j++);
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    private static void Remove(Place place, JsonObject differences) => differences[$"- {place.Path}"] = place.Value?.DeepClone();

    private static void Add(Place place, JsonObject differences) => differences[$"+ {place.Path}"] = place.Value?.DeepClone();

    private sealed record Place(string Path, JsonNode? Value)
    {
        private string? _text;

        public string Text => _text ??= Value?.ToJsonString() ?? "null";

        public Place Element(int index, JsonNode? value) => new($"{Path}[{index}]", value);

        public Place Property(string name, JsonNode? value) =>
            new(name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $"{Path}.{name}" : $"{Path}['{name}']", value);
    }
}
