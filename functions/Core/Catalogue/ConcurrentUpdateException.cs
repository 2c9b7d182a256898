namespace Pipeline.Core.Catalogue;

/// <summary>Others wrote an image's record first, too many times in a row: a passing fault. The state machine retries.</summary>
public sealed class ConcurrentUpdateException(string message) : Exception(message);
