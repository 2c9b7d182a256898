using Pipeline.Fuzzing.Running;

namespace Pipeline.Fuzzing.Targets;

/// <summary>Something that reads what others send.</summary>
internal abstract class Target : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Folder of the corpus that the target starts with.</summary>
    public virtual string Corpus => Name;

    /// <summary>Words of the target's language, for mutations.</summary>
    public virtual IReadOnlyList<string> Words => [];

    public virtual Bounds Bounds => Bounds.Default;

    /// <summary>Reads an input. Handles the exceptions that the contract names; any other is a finding.</summary>
    public abstract Task RunAsync(byte[] input);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
