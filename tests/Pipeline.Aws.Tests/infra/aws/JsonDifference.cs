using System.Text.Json.Nodes;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// The differences between two JSON values: <c>- path</c> with a value that only the first has, <c>+ path</c> with a value that only the
/// second has. The first value and the differences determine the second: only the order of an object's properties can change unseen.
/// </summary>
internal static class JsonDifference
{
    /// <returns>Empty if the values are equal.</returns>
    public static JsonObject Between(JsonNode? first, JsonNode? second)
    {
        var differences = new JsonObject();
        Compare(new("$", first), new("$", second), differences);
        return differences;
    }

    private static void Compare(Location first, Location second, JsonObject differences)
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

    private static void CompareProperties(Location first, JsonObject before, Location second, JsonObject after, JsonObject differences)
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

    /// <summary>Compares elements between common ones in pairs if both sides have as many; otherwise reports them as removed and added.</summary>
    private static void CompareElements(Location first, JsonArray before, Location second, JsonArray after, JsonObject differences)
    {
        var previous = before.Select((value, index) => first.Element(index, value)).ToArray();
        var current = after.Select((value, index) => second.Element(index, value)).ToArray();
        var (i, j) = (0, 0);
        foreach (var (nextPrevious, nextCurrent) in FindCommonElements(previous, current).Append((previous.Length, current.Length)))
        {
            CompareGap(previous[i..nextPrevious], current[j..nextCurrent], differences);
            (i, j) = (nextPrevious + 1, nextCurrent + 1);
        }
    }

    private static void CompareGap(Location[] previous, Location[] current, JsonObject differences)
    {
        if (previous.Length == current.Length)
        {
            for (var i = 0; i < previous.Length; i++)
            {
                Compare(previous[i], current[i], differences);
            }

            return;
        }

        Array.ForEach(previous, location => Remove(location, differences));
        Array.ForEach(current, location => Add(location, differences));
    }

    /// <summary>Indices of the longest common subsequence.</summary>
    private static IEnumerable<(int Previous, int Current)> FindCommonElements(Location[] previous, Location[] current)
    {
        var lengths = new int[previous.Length + 1, current.Length + 1];
        for (var i = previous.Length - 1; i >= 0; i--)
        {
            for (var j = current.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = previous[i].Text == current[j].Text ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < previous.Length && j < current.Length;)
        {
            if (previous[i].Text == current[j].Text)
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

    private static void Remove(Location location, JsonObject differences) => differences[$"- {location.Path}"] = location.Value?.DeepClone();

    private static void Add(Location location, JsonObject differences) => differences[$"+ {location.Path}"] = location.Value?.DeepClone();

    private sealed record Location(string Path, JsonNode? Value)
    {
        private string? _text;

        public string Text => _text ??= Value?.ToJsonString() ?? "null";

        public Location Element(int index, JsonNode? value) => new($"{Path}[{index}]", value);

        public Location Property(string name, JsonNode? value) =>
            new(name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $"{Path}.{name}" : $"{Path}['{name}']", value);
    }
}
