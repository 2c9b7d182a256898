namespace Pipeline.Core.Catalogue;

/// <summary>
/// The same content was current before, and its renditions are being removed right now. A transient fault that ends with the
/// removal: the state machine retries.
/// </summary>
public sealed class RenditionsBeingRemovedException(string message) : Exception(message);
