using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>The items of a distributed Map, read one after the other from any position.</summary>
internal abstract class ItemSource
{
    public const string StateData = "STATE_DATA";

    /// <summary>Number of items if it is known without reading them; otherwise null.</summary>
    public virtual long? KnownCount => null;

    /// <summary>Reads the items after a position.</summary>
    /// <exception cref="StateFailedException"><c>States.ItemReaderFailed</c>: an item cannot be read.</exception>
    public abstract IAsyncEnumerable<SourceItem> ReadAsync(ItemCursor after, CancellationToken cancellationToken);
}

/// <summary>The items of an array in the Map's input.</summary>
internal sealed class StateDataSource(JsonArray items) : ItemSource
{
    public override long? KnownCount => items.Count;

    public override async IAsyncEnumerable<SourceItem> ReadAsync(ItemCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var index = (int)after.Skipped; index < items.Count; index++)
        {
            yield return new SourceItem(items[index], StateData, new ItemCursor(index + 1, index + 1, null));
        }
    }
}

/// <summary>The items that an ItemReader finds: the objects of a listing, or the items in them or in one object.</summary>
/// <param name="reader">What to read.</param>
/// <param name="objects">What has the objects.</param>
/// <param name="parameters">The evaluated Parameters of the reader.</param>
/// <param name="maxItems">How many items at most; null for all.</param>
internal sealed class ObjectSource(ItemReader reader, IMapObjects objects, JsonObject parameters, long? maxItems) : ItemSource
{
    private readonly string _bucket = ReadText(parameters, "Bucket") ?? throw ItemParser.CreateFailure("The Bucket of the ItemReader is not a text.");

    public override async IAsyncEnumerable<SourceItem> ReadAsync(ItemCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = ReadAllAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var count = after.Count;
        while ((maxItems is null || count < maxItems) && await MoveNextAsync(items))
        {
            yield return items.Current with { Cursor = items.Current.Cursor with { Count = ++count } };
        }
    }

    // What a host throws becomes the failure of the state.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<SourceItem> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception exception) when (exception is MapObjectException or IOException or InvalidDataException)
        {
            throw ItemParser.CreateFailure(exception.Message);
        }
    }

    private IAsyncEnumerable<SourceItem> ReadAllAsync(ItemCursor after, CancellationToken cancellationToken) => (reader.Action, reader.Format) switch
    {
        (ItemReaderAction.ListObjects, null) => ReadListingAsync(after, cancellationToken),
        (ItemReaderAction.ListObjects, _) => ReadListedObjectsAsync(after, cancellationToken),
        _ => ReadObjectAsync(ObjectKey, ReadText(parameters, "VersionId"), null, after, cancellationToken),
    };

    private string ObjectKey => ReadText(parameters, "Key") is { Length: > 0 } key ? key : throw ItemParser.CreateFailure("The Key of the ItemReader is missing or not a text.");

    private async IAsyncEnumerable<SourceItem> ReadListingAsync(ItemCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in ListAsync(after.AfterKey, cancellationToken))
        {
            yield return new SourceItem(Describe(entry), $"S3://{_bucket}", new ItemCursor(0, 0, entry.Key));
        }
    }

    private async IAsyncEnumerable<SourceItem> ReadListedObjectsAsync(ItemCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (previous, skipped) = (after.AfterKey, after.Skipped);
        await foreach (var entry in ListAsync(after.AfterKey, cancellationToken))
        {
            await foreach (var item in ReadObjectAsync(entry.Key, null, previous, new ItemCursor(0, skipped, null), cancellationToken))
            {
                yield return item;
            }

            (previous, skipped) = (entry.Key, 0);
        }
    }

    private async IAsyncEnumerable<SourceItem> ReadObjectAsync(
        string key, string? versionId, string? previousKey, ItemCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = $"S3://{_bucket}/{key}";
        long index = 0;
        await foreach (var value in ParseObjectAsync(key, versionId, source, cancellationToken))
        {
            if (++index > after.Skipped)
            {
                yield return new SourceItem(value, source, new ItemCursor(0, index, previousKey));
            }
        }
    }

    private async IAsyncEnumerable<JsonNode?> ParseObjectAsync(string key, string? versionId, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = ItemParser.Unpack(await objects.OpenReadAsync(_bucket, key, versionId, cancellationToken), key);
        var values = reader.Format == ItemFormat.InventoryManifest
            ? InventoryManifest.ReadAsync(content, objects, source, cancellationToken)
            : ItemParser.ParseAsync(content, reader.Format!.Value, reader, source, cancellationToken);
        await foreach (var value in values)
        {
            yield return value;
        }
    }

    private async IAsyncEnumerable<MapObject> ListAsync(string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = ReadText(parameters, "Prefix") ?? "";
        var startAfter = afterKey ?? ReadText(parameters, "StartAfter");
        while (true)
        {
            var page = await objects.ListAsync(_bucket, prefix, startAfter, cancellationToken);
            foreach (var entry in page.Objects)
            {
                yield return entry;
            }

            if (page.IsLast || page.Objects.Count == 0)
            {
                yield break;
            }

            startAfter = page.Objects[^1].Key;
        }
    }

    // The names of the members are those that AWS writes, with "Etag".
    private static JsonObject Describe(MapObject entry) => new()
    {
        ["Etag"] = entry.ETag,
        ["Key"] = entry.Key,
        ["LastModified"] = entry.LastModified.ToUnixTimeSeconds(),
        ["Size"] = entry.Size,
        ["StorageClass"] = entry.StorageClass,
    };

    private static string? ReadText(JsonObject fields, string name) =>
        fields[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
