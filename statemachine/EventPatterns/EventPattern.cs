using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.EventPatterns;

/// <summary>
/// An EventBridge event pattern: decides which events a rule sends to its target. It is immutable and thread-safe.
/// </summary>
/// <remarks>
/// Sources: Amazon EventBridge User Guide, "Creating event patterns" and "Comparison operators". Where the guide is
/// silent, this class follows aws/event-ruler, the library that EventBridge runs.
/// </remarks>
public sealed class EventPattern
{
    private readonly IReadOnlyList<PatternClause> _clauses;
    private readonly HashSet<string> _names;

    private EventPattern(IReadOnlyList<PatternClause> clauses)
    {
        _clauses = clauses;
        _names = EventField.WithParents(clauses.SelectMany(clause => clause.Fields.Keys));
    }

    /// <summary>Reads and validates a pattern.</summary>
    /// <exception cref="InvalidEventPatternException">EventBridge would refuse the pattern. The exception lists every problem with its JSON path.</exception>
    public static EventPattern Parse(string json)
    {
        var errors = new PatternErrors();
        IReadOnlyList<PatternClause> clauses = [];
        try
        {
            using var document = JsonDocument.Parse(json);
            clauses = new EventPatternReader(errors).Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            errors.Add("$", $"is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // JSON can escape half of a surrogate pair, which no text has.
            errors.Add("$", "contains an unpaired surrogate.");
        }

        errors.ThrowIfAny();
        return new(clauses);
    }

    /// <summary>Whether a rule with this pattern forwards the event to its target. Text with an unpaired surrogate matches nothing.</summary>
    public bool Matches(JsonElement @event)
    {
        var fields = EventField.Flatten(@event, _names);
        return @event.ValueKind == JsonValueKind.Object && _clauses.Any(clause => clause.Matches(fields));
    }

    /// <inheritdoc cref="Matches(JsonElement)"/>
    public bool Matches(JsonNode @event)
    {
        using var document = JsonDocument.Parse(@event.ToJsonString());
        return Matches(document.RootElement);
    }
}
