using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;

namespace Pipeline.Terminal.Reports;

/// <summary>Names of the iterations of Map states, where the definition names what an iteration works on, such as a rendition.</summary>
internal sealed class IterationNames
{
    private readonly Dictionary<long, string> _names = [];

    public IterationNames(IReadOnlyList<HistoryEvent> history)
    {
        // An iteration that ended has the name of the last one with its index that started.
        var started = new Dictionary<(string?, int), long>();
        var starts = new HashSet<long>();
        foreach (var @event in history)
        {
            if (@event.Type == EventTypes.MapIterationStarted)
            {
                started[Key(@event)] = @event.Id;
                starts.Add(@event.Id);
            }
            else if (ReadInputName(@event) is { } name && starts.Contains(@event.PreviousEventId))
            {
                _names.TryAdd(@event.PreviousEventId, name);
            }
            else if (IsIteration(@event) && started.TryGetValue(Key(@event), out var start) && _names.TryGetValue(start, out var known))
            {
                _names[@event.Id] = known;
            }
        }
    }

    /// <summary>Name of the iteration that an event is about; null if it has none.</summary>
    public string? Find(HistoryEvent @event) => _names.GetValueOrDefault(@event.Id);

    /// <summary>The name that the definition gave to a state's input, such as that of a group of renditions.</summary>
    public static string? ReadInputName(HistoryEvent @event) =>
        @event.Type.EndsWith("StateEntered", StringComparison.Ordinal)
        && @event.Details?["input"]?.GetValue<string>() is { } input
        && JsonNode.Parse(input) is JsonObject named
        && named["name"] is JsonValue value
        && value.TryGetValue<string>(out var name)
            ? name
            : null;

    private static bool IsIteration(HistoryEvent @event) => @event.Type.StartsWith("MapIteration", StringComparison.Ordinal);

    private static (string? Map, int Index) Key(HistoryEvent @event) =>
        (@event.Details?["name"]?.GetValue<string>(), @event.Details?["index"]?.GetValue<int>() ?? 0);
}
