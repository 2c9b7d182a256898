using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;

namespace Pipeline.Core.CallLogs;

/// <summary>The facts and metrics of one call's log line. The function fills it.</summary>
public sealed class CallLogEntry
{
    private readonly List<(string Name, MetricUnit Unit, double Value)> _metrics = [];

    /// <summary>Id of the execution.</summary>
    public string? Execution { get; set; }

    /// <summary><c>bucket/key</c>.</summary>
    public string? ImageId { get; set; }

    /// <summary>SHA-256 of the original, if known.</summary>
    public string? Version { get; set; }

    /// <summary>Names of the renditions, or of the one that failed; only Resize sets it.</summary>
    public string? Rendition { get; set; }

    /// <summary>Outcome of the response, as the state machine sees it.</summary>
    public string? Outcome { get; set; }

    /// <summary>Code of a rejection or failure; see <see cref="ReasonCodes"/>.</summary>
    public string? Reason { get; set; }

    /// <summary>What needs a look although the call succeeded, such as what an upload says and cannot be followed.</summary>
    public string? Warning { get; set; }

    /// <summary>Size of the original or rendition, in bytes.</summary>
    public long? Bytes { get; set; }

    /// <summary>Whether metrics also have <see cref="Reason"/> as a dimension.</summary>
    public bool IsCountedByReason { get; set; }

    public IReadOnlyList<(string Name, MetricUnit Unit, double Value)> Metrics => _metrics;

    public CallLogEntry AddMetric(string name, MetricUnit unit, double value)
    {
        _metrics.Add((name, unit, value));
        return this;
    }

    /// <summary>Returns the name of an enumeration value in the contracts, such as <c>accepted</c>.</summary>
    public static string NameOf<T>(T outcome)
        where T : struct, Enum => outcome.ToString().ToLowerInvariant();

    /// <summary>Sets the execution and the image of a request that contains the event.</summary>
    public CallLogEntry SetEvent(string execution, ImageEvent @event)
    {
        Execution = execution;
        ImageId = ImageIds.Create(@event.Detail.Bucket.Name, @event.Detail.Object.Key);
        return this;
    }
}
