namespace Pipeline.Core.Catalogue;

/// <summary>
/// The same content was current before, and its renditions are being removed at this moment: a passing fault, gone when
/// the removal is done. The state machine retries.
/// </summary>
public sealed class RenditionsBeingRemovedException(string message) : Exception(message);
