using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Intrinsic functions on arrays.</summary>
internal static class ArrayFunctions
{
    private const int LongestRange = 1000;

    public static JsonNode Array(IntrinsicCall call) => Of(call.Arguments);

    public static JsonNode Partition(IntrinsicCall call)
    {
        var (items, size) = (call.Array(0), call.Whole(1));
        if (size < 1)
        {
            throw new ArgumentException("Invalid arguments: the size of a chunk must be a positive integer");
        }

        return new JsonArray([.. items.Chunk((int)Math.Min(size, int.MaxValue)).Select(Of)]);
    }

    public static JsonNode Contains(IntrinsicCall call) =>
        JsonValue.Create(call.Array(0).Any(item => JsonText.Same(item, call.Arguments[1])));

    /// <summary>First, first + step, … up to the last, which belongs to it; the step may be negative.</summary>
    public static JsonNode Range(IntrinsicCall call)
    {
        var (first, last, step) = ((Int128)call.Whole(0), (Int128)call.Whole(1), (Int128)call.Whole(2));
        if (step == 0)
        {
            throw new ArgumentException("Invalid arguments: the step of a range must not be 0");
        }

        var count = (last - first) / step + 1;
        if ((last - first) * Int128.Sign(step) < 0)
        {
            count = 0;
        }

        if (count > LongestRange)
        {
            throw new ArgumentException($"Invalid arguments: a range has at most {LongestRange} items, not {count}");
        }

        return new JsonArray([.. Enumerable.Range(0, (int)count).Select(i => JsonValue.Create((long)(first + i * step)))]);
    }

    public static JsonNode? GetItem(IntrinsicCall call)
    {
        var (items, index) = (call.Array(0), call.Whole(1));
        return index >= 0 && index < items.Count
            ? items[(int)index]
            : throw new ArgumentException($"Invalid arguments: index {index} is outside an array of {items.Count} items");
    }

    public static JsonNode Length(IntrinsicCall call) => JsonValue.Create(call.Array(0).Count);

    /// <summary>Every value once, in the order in which it first comes.</summary>
    public static JsonNode Unique(IntrinsicCall call)
    {
        var kept = new List<JsonNode?>();
        foreach (var item in call.Array(0))
        {
            if (!kept.Any(other => JsonText.Same(other, item)))
            {
                kept.Add(item);
            }
        }

        return Of(kept);
    }

    private static JsonArray Of(IEnumerable<JsonNode?> items) => new([.. items.Select(item => item?.DeepClone())]);
}
