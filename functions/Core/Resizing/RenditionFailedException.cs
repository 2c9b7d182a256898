namespace Pipeline.Core.Resizing;

/// <summary>
/// One rendition of a group could not be made. The message names it: a call that makes several would otherwise not say which. Retrying makes the
/// whole group again.
/// </summary>
public sealed class RenditionFailedException(string message, Exception innerException) : Exception(message, innerException);
