using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Intrinsic functions on arrays.</summary>
internal static class ArrayFunctions
{
    private const int MaxRangeLength = 1000;

    public static JsonNode Array(IntrinsicCall call) => CreateArray(call.Arguments);

    public static JsonNode Partition(IntrinsicCall call)
    {
        var (items, size) = (call.GetArray(0), call.GetInteger(1));
        if (size < 1)
        {
            throw new ArgumentException("Invalid arguments: the size of a chunk must be a positive integer");
        }

        return new JsonArray([.. items.Chunk((int)Math.Min(size, int.MaxValue)).Select(CreateArray)]);
    }

    public static JsonNode Contains(IntrinsicCall call) =>
        JsonValue.Create(call.GetArray(0).Any(item => JsonText.AreEqual(item, call.Arguments[1])));

    /// <summary>first, first + step, … up to and including last. The step can be negative.</summary>
    public static JsonNode Range(IntrinsicCall call)
    {
        var (first, last, step) = ((Int128)call.GetInteger(0), (Int128)call.GetInteger(1), (Int128)call.GetInteger(2));
        if (step == 0)
        {
            throw new ArgumentException("Invalid arguments: the step of a range must not be 0");
        }

        var count = (last - first) / step + 1;
        if ((last - first) * Int128.Sign(step) < 0)
        {
            count = 0;
        }

        if (count > MaxRangeLength)
        {
            throw new ArgumentException($"Invalid arguments: a range has at most {MaxRangeLength} items, not {count}");
        }

        return new JsonArray([.. Enumerable.Range(0, (int)count).Select(i => JsonValue.Create((long)(first + i * step)))]);
    }

    public static JsonNode? GetItem(IntrinsicCall call)
    {
        var (items, index) = (call.GetArray(0), call.GetInteger(1));
        return index >= 0 && index < items.Count
            ? items[(int)index]
            : throw new ArgumentException($"Invalid arguments: index {index} is outside an array of {items.Count} items");
    }

    public static JsonNode Length(IntrinsicCall call) => JsonValue.Create(call.GetArray(0).Count);

    /// <summary>The distinct values in the order of their first occurrence.</summary>
    public static JsonNode Unique(IntrinsicCall call) => CreateArray(call.GetArray(0).Distinct(JsonValueComparer.Instance));

    private static JsonArray CreateArray(IEnumerable<JsonNode?> items) => new([.. items.Select(item => item?.DeepClone())]);
}
