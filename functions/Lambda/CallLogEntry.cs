using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;

namespace Pipeline.Lambda;

/// <summary>What one call's log line says: who, what came of it, and its metrics. Filled by the function.</summary>
public sealed class CallLogEntry
{
    private readonly List<(string Name, MetricUnit Unit, double Value)> _metrics = [];

    /// <summary>Id of the execution.</summary>
    public string? Execution { get; set; }

    /// <summary><c>bucket/key</c>.</summary>
    public string? ImageId { get; set; }

    /// <summary>SHA-256 of the original, where it is known.</summary>
    public string? Version { get; set; }

    /// <summary>Name of the rendition; of Resize.</summary>
    public string? Rendition { get; set; }

    /// <summary>The answer's outcome as the state machine sees it.</summary>
    public string? Outcome { get; set; }

    /// <summary>Code of a rejection or failure; see <see cref="ReasonCodes"/>.</summary>
    public string? Reason { get; set; }

    /// <summary>Bytes of the original or rendition.</summary>
    public long? Bytes { get; set; }

    /// <summary>Whether metrics are counted by <see cref="Reason"/>, too.</summary>
    public bool IsCountedByReason { get; set; }

    public IReadOnlyList<(string Name, MetricUnit Unit, double Value)> Metrics => _metrics;

    public CallLogEntry AddMetric(string name, MetricUnit unit, double value)
    {
        _metrics.Add((name, unit, value));
        return this;
    }

    /// <summary>The word of an enumeration value, as in the contracts.</summary>
    public static string NameOf<T>(T outcome)
        where T : struct, Enum => outcome.ToString().ToLowerInvariant();

    /// <summary>Names execution and image of a request that carries the event.</summary>
    public CallLogEntry SetEvent(string execution, ImageEvent @event)
    {
        Execution = execution;
        ImageId = ImageIds.Create(@event.Detail.Bucket.Name, @event.Detail.Object.Key);
        return this;
    }
}
