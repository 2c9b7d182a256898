namespace Pipeline.Core.Outcomes;

/// <summary>Keeps outcomes until they are exported: the catalogue only has the last one of each image.</summary>
public interface IOutcomeLog
{
    /// <summary>Days that an outcome is kept at least. Exports must read it before.</summary>
    const int Days = 7;

    /// <summary>Adds an outcome; durable when it completes. The same one again changes nothing.</summary>
    Task AppendAsync(RecordedOutcome outcome, CancellationToken cancellationToken);
}
