using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Events;

/// <summary>Something that happened in the pipeline. Subscribers receive it while the pipeline runs.</summary>
public abstract record PipelineEvent;

/// <summary>An execution changed.</summary>
/// <param name="Execution">The execution after the change.</param>
public abstract record ExecutionChanged(ExecutionRecord Execution) : PipelineEvent;

/// <summary>A new execution is recorded and queued.</summary>
public sealed record ExecutionStarted(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>After a restart of the host, or after a fault that interrupted it, an execution that had not ended is queued again.</summary>
public sealed record ExecutionResumed(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>The turn of a queued execution has come: it runs.</summary>
public sealed record ExecutionBegan(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>An execution that had ended runs again.</summary>
public sealed record ExecutionRedriven(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>An execution ended, and its end is on disk.</summary>
public sealed record ExecutionEnded(ExecutionRecord Execution, ImageOutcome Outcome) : ExecutionChanged(Execution);

/// <summary>
/// A fault of the host interrupted an execution, for example a full disk. It stays recorded as running, and is tried again until it succeeds
/// (<see cref="LocalPipeline.Interruption"/>).
/// </summary>
public sealed record ExecutionInterrupted(ExecutionRecord Execution, Exception Fault) : PipelineEvent;

/// <summary>
/// An execution's history grew. These events reach the disk within milliseconds; the last event of an execution reaches it together
/// with the execution's end.
/// </summary>
/// <param name="Execution">Name of the execution.</param>
/// <param name="Events">One or more, in order.</param>
public sealed record HistoryAppended(string Execution, IReadOnlyList<HistoryEvent> Events) : PipelineEvent;

/// <summary>A record of the catalogue changed, and the change is on disk.</summary>
public sealed record ImageChanged(ImageRecord Record) : PipelineEvent;

/// <summary>An announcement is on disk. After a crash, the same announcement may be published again, with the same id.</summary>
public sealed record Announced(AnnouncementRecord Announcement) : PipelineEvent;

/// <summary>An original was stored.</summary>
/// <param name="Key">Key of the original.</param>
/// <param name="Bytes">Size of the original, in bytes.</param>
public sealed record OriginalStored(string Key, long Bytes) : PipelineEvent;

/// <summary>The definition's file changed. Its new text may be invalid: see <see cref="DefinitionState.Errors"/>.</summary>
public sealed record DefinitionChanged(DefinitionState Definition) : PipelineEvent;

/// <summary>
/// Tells subscribers what happens in the pipeline, as it happens. They are called on many threads, in the middle of the work.
/// </summary>
public sealed class PipelineEvents
{
    /// <summary>Handlers must return at once and must not throw: put the event into a queue, or count it.</summary>
    public event Action<PipelineEvent>? Published;

    /// <summary>Whether there are subscribers. Skip events that are expensive to prepare when there are none.</summary>
    internal bool HasSubscribers => Published is not null;

    internal void Publish(PipelineEvent pipelineEvent) => Published?.Invoke(pipelineEvent);
}
