namespace Pipeline.Core.Resizing;

/// <summary>An execution needs a watermark that the program no longer has: it was changed while the execution ran.</summary>
public sealed class WatermarkMissingException(string message) : Exception(message);
