namespace Pipeline.Core.Outcomes;

/// <summary>Keeps outcomes until they are exported: the catalogue only has the last one of each image.</summary>
public interface IOutcomeLog
{
    /// <summary>Adds an outcome; durable when it completes. The same one again changes nothing.</summary>
    Task AppendAsync(RecordedOutcome outcome, CancellationToken cancellationToken);
}
