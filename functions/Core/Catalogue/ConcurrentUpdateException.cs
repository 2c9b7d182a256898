namespace Pipeline.Core.Catalogue;

/// <summary>Other writers changed an image's record first, too many times in a row. A transient fault: the state machine retries.</summary>
public sealed class ConcurrentUpdateException(string message) : Exception(message);
