using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.Executions;

/// <summary>The input of a child execution that has not started.</summary>
/// <param name="ItemCount">Number of items in it.</param>
/// <param name="Cursor">Position after its items.</param>
internal sealed record ChildInput(Payload Input, int ItemCount, ItemCursor Cursor);

/// <summary>Builds the inputs of child executions from the items, one after the other: selects, and puts them into batches.</summary>
internal sealed class ItemFeed : IAsyncDisposable
{
    private readonly MapState _state;
    private readonly Visit _visit;
    private readonly JsonNode? _effectiveInput;
    private readonly IAsyncEnumerator<SourceItem> _items;
    private readonly JsonNode? _batchInput;
    private readonly long _maxItems;
    private readonly long _maxBytes;
    private (JsonNode? Value, ItemCursor Cursor)? _next;

    /// <param name="after">The position from which to read.</param>
    public ItemFeed(MapState state, Visit visit, JsonNode? effectiveInput, ItemSource source, ItemCursor after, CancellationToken cancellationToken)
    {
        (_state, _visit, _effectiveInput) = (state, visit, effectiveInput);
        if (state.ItemBatcher is { } batcher)
        {
            var scope = visit.CreateScope(effectiveInput);
            _batchInput = batcher.BatchInput?.Evaluate(scope);
            _maxItems = MapFields.ReadWholeNumber(batcher.MaxItems, scope) is > 0 and { } items ? items : long.MaxValue;
            var limit = visit.Execution.Limits.MaxPayloadBytes;
            _maxBytes = MapFields.ReadWholeNumber(batcher.MaxInputBytes, scope) is > 0 and { } bytes ? Math.Min(bytes, limit) : limit;
        }

        _items = source.ReadAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>Returns the input of the next child execution; null if there is none.</summary>
    /// <exception cref="StateFailedException">An item cannot be read or selected.</exception>
    public async Task<ChildInput?> NextAsync()
    {
        if (_state.ItemBatcher is null)
        {
            return await ReadAsync() is { } item ? new ChildInput(new Payload(item.Value), 1, item.Cursor) : null;
        }

        var items = new JsonArray();
        var size = Encoding.UTF8.GetByteCount(JsonText.Write(CreateBatch([])));
        ItemCursor? cursor = null;
        while (items.Count < _maxItems && (_next ?? await ReadAsync()) is { } item)
        {
            var bytes = Encoding.UTF8.GetByteCount(JsonText.Write(item.Value)) + (items.Count == 0 ? 0 : 1);
            if (items.Count > 0 && size + bytes > _maxBytes)
            {
                _next = item;
                break;
            }

            (_next, cursor) = (null, item.Cursor);
            size += bytes;
            items.Add(item.Value?.DeepClone());
        }

        return cursor is null ? null : new ChildInput(new Payload(CreateBatch(items)), items.Count, cursor);
    }

    /// <summary>Reads the inputs that are left, for child executions that never start.</summary>
    public async IAsyncEnumerable<string> ReadRestAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await NextAsync() is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return next.Input.Text;
        }
    }

    public ValueTask DisposeAsync() => _items.DisposeAsync();

    private JsonObject CreateBatch(JsonArray items)
    {
        var batch = new JsonObject();
        if (_batchInput is not null)
        {
            batch["BatchInput"] = _batchInput.DeepClone();
        }

        batch["Items"] = items;
        return batch;
    }

    private async Task<(JsonNode? Value, ItemCursor Cursor)?> ReadAsync()
    {
        if (!await _visit.Execution.CallHostAsync(() => _items.MoveNextAsync().AsTask()))
        {
            return null;
        }

        var item = _items.Current;
        var mapItem = new MapItem((int)(item.Cursor.Count - 1), item.Value, item.Source);
        var value = _state.ItemSelector is null
            ? item.Value
            : _state.ItemSelector.Evaluate(new EvaluationScope(
                _effectiveInput, () => ContextObject.CreateForItem(_visit, mapItem), _visit.Frame.Variables, _visit.Execution.Random));
        return (value, item.Cursor);
    }
}
