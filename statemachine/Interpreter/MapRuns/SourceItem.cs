using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>An item of a distributed Map.</summary>
/// <param name="Source"><c>$$.Map.Item.Source</c>: <c>STATE_DATA</c>, or the bucket or object as <c>S3://bucket/key</c>.</param>
/// <param name="Cursor">The position after this item.</param>
internal sealed record SourceItem(JsonNode? Value, string Source, ItemCursor Cursor);

/// <summary>A position in the items of a distributed Map, from which reading continues after a crash.</summary>
/// <param name="Count">Number of items before it.</param>
/// <param name="Skipped">Number of items before it in the object that comes next, or in all if they are not of a listing.</param>
/// <param name="AfterKey">The last key of the listing that is complete; null if there is none.</param>
internal sealed record ItemCursor(long Count, long Skipped, string? AfterKey)
{
    public static readonly ItemCursor Start = new(0, 0, null);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ItemCursor Parse(string text)
    {
        var parts = text.Split(':', 3);
        return new(
            long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), parts.Length > 2 ? parts[2] : null);
    }

    /// <summary>Writes the position as a text to store.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count}:{Skipped}{(AfterKey is null ? "" : ":" + AfterKey)}");
}
