using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Events;

/// <summary>Something that happened in the pipeline, told to whoever follows it while it runs.</summary>
public abstract record PipelineEvent;

/// <summary>Something happened to an execution, which now stands so.</summary>
public abstract record ExecutionChanged(ExecutionRecord Execution) : PipelineEvent;

/// <summary>A new execution is recorded and waits for its turn.</summary>
public sealed record ExecutionStarted(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>The host started, and an execution that was under way when it last ended waits for its turn.</summary>
public sealed record ExecutionResumed(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>An execution that had ended runs again.</summary>
public sealed record ExecutionRedriven(ExecutionRecord Execution) : ExecutionChanged(Execution);

/// <summary>An execution ended; that is on disk.</summary>
public sealed record ExecutionEnded(ExecutionRecord Execution, ImageOutcome Outcome) : ExecutionChanged(Execution);

/// <summary>
/// The host failed an execution, with a full disk, say. It stays recorded as running, and goes on at the next start or when it is stopped.
/// </summary>
public sealed record ExecutionInterrupted(ExecutionRecord Execution, Exception Fault) : PipelineEvent;

/// <summary>An execution moved on. What is told here reaches the disk within milliseconds; its last event with the execution's end.</summary>
/// <param name="Execution">Its name.</param>
/// <param name="Events">One or more, in order.</param>
public sealed record HistoryAppended(string Execution, IReadOnlyList<HistoryEvent> Events) : PipelineEvent;

/// <summary>A record of the catalogue changed; that is on disk.</summary>
public sealed record ImageChanged(ImageRecord Record) : PipelineEvent;

/// <summary>Something was announced; that is on disk. After a crash the same announcement may be told again, by its id.</summary>
public sealed record Announced(AnnouncementRecord Announcement) : PipelineEvent;

/// <summary>An original was stored.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Bytes">Its size.</param>
public sealed record OriginalStored(string Key, long Bytes) : PipelineEvent;

/// <summary>The definition's file was read anew: it changed, for better or worse.</summary>
public sealed record DefinitionChanged(DefinitionState Definition) : PipelineEvent;

/// <summary>Tells followers what happens in the pipeline, as it happens. They are called from many threads, in the midst of the work.</summary>
public sealed class PipelineEvents
{
    /// <summary>Followers return at once and throw nothing: they put it into a queue, or count.</summary>
    public event Action<PipelineEvent>? Published;

    /// <summary>Whether anybody follows: what is dear to tell need not be told.</summary>
    public bool HasSubscribers => Published is not null;

    public void Publish(PipelineEvent pipelineEvent) => Published?.Invoke(pipelineEvent);
}
